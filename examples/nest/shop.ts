import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';

/** Stands for your database. */
@Injectable()
export class Shop implements OnModuleDestroy {
  private readonly logger = new Logger(Shop.name);
  readonly sold: string[] = [];

  async sell(article: string, quantity: number): Promise<void> {
    await Promise.resolve();
    this.sold.push(`${quantity} x ${article}`);
    this.logger.log(`${quantity} x ${article} sold`);
  }

  onModuleDestroy(): void {
    this.logger.log('closed');
  }
}
