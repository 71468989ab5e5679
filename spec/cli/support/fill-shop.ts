import type { Redis } from 'ioredis';

const tenDaysInMs = 10 * 24 * 3_600_000;

/**
 * What waits for the shop: 128 orders; 20 payments that are ten days old, of which a process that is gone has taken 12; two
 * payments that failed for good.
 */
export async function fillShop(client: Redis): Promise<void> {
  await client.rpush('orders', ...Array.from({ length: 128 }, (_, index) => `order ${index}`));
  await client.xgroup('CREATE', 'payments', 'Shop.onPayment', '0', 'MKSTREAM');
  const at = Date.now() - tenDaysInMs;
  for (let index = 0; index < 20; index++) await client.xadd('payments', `${at + index}-0`, 'amount', index);
  await client.xreadgroup('GROUP', 'Shop.onPayment', 'gone', 'COUNT', 12, 'STREAMS', 'payments', '>');
  await addDeadPayments(client, 2);
}

/**
 * Payments that failed for good: each with its number as `amount`, the error every other time another. Their ids count up from
 * 1760000000000-0.
 */
export async function addDeadPayments(client: Redis, count: number, from = 0, by = 'ada'): Promise<void> {
  const pipeline = client.pipeline();
  for (let index = from; index < from + count; index++) {
    const [name, message] =
      index % 2 === 0 ? ['RangeError', 'the bank is closed'] : ['TypeError', 'the amount is odd'];
    const failedAt = new Date(Date.now() - tenDaysInMs).toISOString();
    const known = {
      functionId: 'Shop.onPayment',
      kind: 'stream',
      source: 'payments',
      entryId: `${index + 1}-1`,
    };
    const failure = { deliveryCount: 1, reason: 'handler-failed', errorName: name, errorMessage: message };
    const rest = { errorStack: '', attempts: 1, failedAt, 'field:amount': index, 'field:by': by };
    pipeline.xadd(
      '{payments}:dead-letter:Shop.onPayment',
      `${1_760_000_000_000 + index}-0`,
      ...Object.entries({ ...known, ...failure, ...rest }).flatMap(([field, value]) => [
        field,
        String(value),
      ]),
    );
  }
  await pipeline.exec();
}
