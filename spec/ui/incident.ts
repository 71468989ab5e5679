import type { Redis } from 'ioredis';
import { fieldsOfMinute } from '../../lib/fleet/minute-counters.js';
import { FleetKeys } from '../../lib/fleet/fleet-keys.js';
import type { Class } from '../../lib/metadata/class.js';
import { deadLetterKey } from '../../lib/dead-letters/dead-letter-key.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';

const connection = 'shop';

/** What the bank of the payments does at present. */
export const bank = { isClosed: false };

/** A shop at three in the morning. */
export class Shop {
  @RedisStreamTrigger({ connection, key: 'payments', concurrency: 10, maxDeliveryCount: 1 })
  onPayment(): void {
    if (bank.isClosed) throw new Error('bank closed');
  }

  @RedisListTrigger({
    connection,
    key: 'orders',
    concurrency: 10,
    delivery: 'atLeastOnce',
    messagesPerWorker: 100,
  })
  onOrder(): void {
    // Sold.
  }

  @RedisListTrigger({ connection, key: 'invoices' })
  onInvoice(): void {
    // Written.
  }

  @RedisPubSubTrigger({ connection, channel: 'news' })
  onNews(): void {
    // Read.
  }
}

export class Mail {
  @RedisListTrigger({ connection, key: 'mail:welcome', concurrency: 4 })
  onWelcome(): void {
    // Sent.
  }

  @RedisStreamTrigger({ connection, key: 'mail:receipts', concurrency: 4 })
  onReceipt(): void {
    // Sent.
  }
}

export class Stock {
  @RedisStreamTrigger({ connection, key: 'stock:moves', concurrency: 8 })
  onMove(): void {
    // Counted.
  }

  @RedisListTrigger({
    connection,
    key: 'stock:recount',
    rateLimit: { messages: 20, perMs: 1_000, scope: 'process' },
  })
  onRecount(): void {
    // Counted anew.
  }

  @RedisPubSubTrigger({ connection, channel: '__keyspace@0__:stock:*' })
  onChange(): void {
    // Noted.
  }
}

export const incidentHandlers: readonly Class[] = [Shop, Mail, Stock];

/** How a dead letter of a payment is written. */
export interface DeadPayment {
  readonly fields: readonly string[];
  readonly error: string;
  readonly message: string;
  readonly reason?: string;
  readonly agoInMs?: number;
}

/** Writes dead letters of payments as the library would. */
export async function writeDeadPayments(client: Redis, letters: Iterable<DeadPayment>): Promise<void> {
  const key = deadLetterKey('payments', 'Shop.onPayment');
  let pipeline = client.pipeline();
  let sequence = 1;
  for (const { fields, error, message, reason = 'handler-failed', agoInMs = 0 } of letters) {
    const at = Date.now() - agoInMs;
    const known = [
      ...['functionId', 'Shop.onPayment', 'kind', 'stream', 'source', 'payments'],
      ...['entryId', `${at}-${sequence}`, 'deliveryCount', '1', 'reason', reason],
      ...['errorName', error, 'errorMessage', message],
      ...[
        'errorStack',
        `${error}: ${message}\n    at Bank.charge (/srv/shop/src/bank.ts:41:13)\n    at Shop.onPayment (/srv/shop/src/shop.ts:88:5)`,
      ],
      ...['attempts', '3', 'failedAt', new Date(at).toISOString()],
    ];
    const original = fields.map((each, index) => (index % 2 === 0 ? `field:${each}` : each));
    pipeline.xadd(key, '*', ...known, ...original);
    if (sequence % 500 === 0) {
      await pipeline.exec();
      pipeline = client.pipeline();
    }
    sequence += 1;
  }
  await pipeline.exec();
}

/** The dead letters of an incident: most of one error, some of others. */
export function* deadPaymentsOf(incident: {
  readonly closed: number;
  readonly invalid: number;
}): Generator<DeadPayment> {
  const whole = incident.closed + incident.invalid;
  for (let index = 0; index < whole; index++) {
    const agoInMs = Math.round((39 * 60_000 * (whole - index)) / whole);
    const amount = String(10 + ((index * 37) % 900));
    const fields = [
      'order',
      `A-${10_000 + index}`,
      'amount',
      amount,
      'currency',
      'EUR',
      'customer',
      `c${index % 97}`,
    ];
    if (index % Math.ceil(whole / Math.max(1, incident.invalid)) === 3)
      yield {
        fields: ['order', `A-${10_000 + index}`, 'amount', '12,50', 'currency', 'EUR'],
        error: 'PayloadError',
        message: 'amount: expected number, received "12,50"',
        reason: 'payload-invalid',
        agoInMs,
      };
    else if (index % 9 === 0)
      yield {
        fields,
        error: 'TimeoutError',
        message: `no answer from bank-7 within 5000 ms (request ${index})`,
        agoInMs,
      };
    else yield { fields, error: 'BankClosedError', message: 'bank closed', agoInMs };
  }
}

/** An hour of every function, as the processes of a fleet would have counted it. */
export async function writeHistory(client: Redis, fleet: string, minutes = 60): Promise<void> {
  const keys = new FleetKeys(fleet);
  const present = Math.floor(Date.now() / 60_000);
  const rates: readonly (readonly [id: string, perMinute: number, bucket: number])[] = [
    ['Shop.onPayment', 140, 7],
    ['Shop.onOrder', 46, 6],
    ['Shop.onInvoice', 31, 5],
    ['Mail.onReceipt', 38, 8],
    ['Mail.onWelcome', 4, 8],
    ['Stock.onMove', 420, 2],
    ['Stock.onRecount', 12, 9],
    ['Shop.onNews', 2, 1],
  ];
  const pipeline = client.pipeline();
  for (let back = minutes - 1; back >= 0; back--) {
    for (const [id, perMinute, bucket] of rates) {
      const wave =
        1 + 0.35 * Math.sin((present - back) / 7 + perMinute) + 0.2 * Math.sin((present - back) * 1.7);
      const count = Math.max(0, Math.round(perMinute * wave));
      const failing = id === 'Shop.onPayment' && back < 39;
      const failed = failing ? Math.round(count * 0.7) : 0;
      const fields = fieldsOfMinute(id);
      const key = keys.minute(present - back);
      const add = (index: number, by: number): void => {
        if (by > 0) pipeline.hincrby(key, fields[index] ?? '', by);
      };
      add(0, count - failed);
      add(1, failed);
      add(2, count * 60);
      add(3 + (failing ? 11 : bucket), Math.round(count * 0.2));
      add(3 + Math.max(0, bucket - 1), Math.round(count * 0.8));
      pipeline.expire(key, 28_800);
    }
  }
  await pipeline.exec();
}
