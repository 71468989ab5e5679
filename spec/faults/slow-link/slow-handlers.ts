import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import type { Class } from '../../../lib/metadata/class.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';

/**
 * What is read, or written, through a slow link. `deadLetter`: each element fails, and is written back up the link.
 * `takeOver`: each entry is pending for a consumer that is dead.
 */
export type SlowKind =
  'list' | 'listAtLeastOnce' | 'stream' | 'takeOver' | 'pubsub' | 'exclusive' | 'deadLetter';

/** A class with one handler of this kind, on default options but for those given. */
export function slowHandler(
  kind: SlowKind,
  keys: readonly string[],
  handle: (body: string) => void,
  options: { readonly maxDeliveryCount?: number } = {},
): Class {
  const connection = 'redis';
  const key = [...keys];
  const isStream = kind === 'stream' || kind === 'takeOver';
  class Slow {
    onMessage({ message }: RedisMessageModel): void {
      handle(isStream ? (JSON.parse(message) as { body: string }).body : message);
    }
  }
  const [channel = ''] = keys;
  const decorators: Readonly<Record<typeof kind, MethodDecorator>> = {
    list: RedisListTrigger({ connection, key }),
    listAtLeastOnce: RedisListTrigger({ connection, key, delivery: 'atLeastOnce', ...options }),
    stream: RedisStreamTrigger({ connection, key, ...options }),
    takeOver: RedisStreamTrigger({ connection, key, ...options }),
    pubsub: RedisPubSubTrigger({ connection, channel, deadLetter: true }),
    exclusive: RedisPubSubTrigger({ connection, channel, exclusive: true }),
    deadLetter: RedisListTrigger({ connection, key }),
  };
  const descriptor = Object.getOwnPropertyDescriptor(Slow.prototype, 'onMessage') as PropertyDescriptor;
  Reflect.defineMetadata('design:paramtypes', [RedisMessageModel], Slow.prototype, 'onMessage');
  decorators[kind](Slow.prototype, 'onMessage', descriptor);
  return Slow;
}

/** What its id is. */
export const slowId = 'Slow.onMessage';
