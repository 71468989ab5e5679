import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Sender } from 'redis-triggers';
import { orders, type Order } from './order.js';

@Controller('orders')
export class OrdersController {
  constructor(private readonly sender: Sender) {}

  /** Answers as soon as the order is in Redis; an order that its handler would refuse is a SendError. */
  @Post()
  @HttpCode(202)
  async order(@Body() order: Order): Promise<void> {
    await this.sender.push(orders, order);
  }
}
