import { Controller } from '@nestjs/common';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';

export const published: string[] = [];

// #region before
@Controller()
export class ShopController {
  @EventPattern('order.placed')
  onOrder(@Payload() order: { id: number }): void {
    published.push(`order ${order.id}`);
  }

  @MessagePattern('price')
  price(@Payload() article: string): number {
    return article.length;
  }
}
// #endregion before
