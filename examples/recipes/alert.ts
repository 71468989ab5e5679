import { OnDeadLetter, RedisMessageModel, RedisStreamTrigger, Reject, type DeadLetter } from 'redis-triggers';
import { inject, injectable } from 'tsyringe';

// #region recipe
export interface Pager {
  alert(text: string): Promise<void>;
}

@injectable()
export class Invoices {
  constructor(@inject('pager') private readonly pager: Pager) {}

  @RedisStreamTrigger({ connection: 'redisLocalhost', key: 'invoices' })
  onInvoice(_invoice: RedisMessageModel): void {
    throw new Reject('the printer is on fire');
  }

  @OnDeadLetter()
  async onDeadLetter({ functionId, reason, error, id }: DeadLetter): Promise<void> {
    await this.pager.alert(`${functionId} gave up (${reason}): ${error.message}, dead letter ${id}`);
  }
}
// #endregion recipe
