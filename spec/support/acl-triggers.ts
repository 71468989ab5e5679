import type { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Sender } from '../../lib/sending/sender.js';
import { defineChannel } from '../../lib/triggers/define-channel.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { defineStream } from '../../lib/triggers/define-stream.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';

const list = { connection: 'redis', name: 'acl', key: 'orders', pollingIntervalInMs: 200 };
/** Elements wait in the process, so that a stop has some to give back. */
const returning = { ...list, concurrency: 1, prefetch: 5 };
const stream = { connection: 'redis', name: 'acl', key: 'orders', pollingIntervalInMs: 200 };
const redelivered = { ...stream, claimIdleInMs: 1_000, maxDeliveryCount: 2 };
const channel = { connection: 'redis', name: 'acl', channel: 'orders' };
const reliable = { ...returning, delivery: 'atLeastOnce', claimIdleInMs: 600 } as const;

/** Options that make other commands necessary, whatever the kind. */
export const deduplicate = { by: ({ message }: RedisMessageModel): string => message, forInMs: 60_000 };
export const rateLimit = { messages: 1_000, perMs: 1_000, scope: 'fleet' } as const;

/** A trigger for each row of "Rules of the triggers" in docs/security.md that is of a function, by what the row is for. */
export const aclTriggers = {
  'a list': RedisListTrigger(returning),
  'a list, `listPopFromBeginning: false`': RedisListTrigger({ ...returning, listPopFromBeginning: false }),
  'a list, `blocking: false`': RedisListTrigger({ ...returning, blocking: false }),
  'several lists (`orders returns`)': RedisListTrigger({ ...returning, key: 'orders returns' }),
  'a stream': RedisStreamTrigger(redelivered),
  "a stream, `startFrom: '$'`": RedisStreamTrigger({ ...stream, startFrom: '$' }),
  'a stream, `deleteAfterProcess: true`': RedisStreamTrigger({ ...redelivered, deleteAfterProcess: true }),
  'a channel': RedisPubSubTrigger(channel),
  'a channel, `deadLetter: true`': RedisPubSubTrigger({ ...channel, deadLetter: true }),
  'a pattern (`orders:*`)': RedisPubSubTrigger({ ...channel, channel: 'orders:*' }),
  'a pattern, `deadLetter: true`': RedisPubSubTrigger({
    ...channel,
    channel: 'orders:*',
    deadLetter: true,
  }),
  'a channel, `exclusive: true`': RedisPubSubTrigger({ ...channel, exclusive: true }),
  'a channel, `sharded: true`': RedisPubSubTrigger({ ...channel, sharded: true }),
  "a list, `delivery: 'atLeastOnce'`": RedisListTrigger(reliable),
  'a list, `rateLimit` of the fleet': RedisListTrigger({ ...returning, rateLimit }),
  'a list, `delayed: true`': RedisListTrigger({ ...returning, delayed: true }),
  'a stream, `delayed: true`': RedisStreamTrigger({ ...redelivered, delayed: true }),
  'a list, `deduplicate`': RedisListTrigger({ ...returning, deduplicate }),
  'a stream, `deduplicate`': RedisStreamTrigger({ ...redelivered, deduplicate }),
  'a channel, `deduplicate`': RedisPubSubTrigger({ ...channel, deduplicate }),
  'keyspace notifications': RedisPubSubTrigger({ ...channel, channel: '__keyevent@0__:del' }),
} satisfies Readonly<Record<string, MethodDecorator>>;

/** The same for each row about dead letters. */
export const deadLetterTriggers = {
  'the dead letters of a list': RedisListTrigger(list),
  'the dead letters of a stream': RedisStreamTrigger(stream),
  'the dead letters of a channel': RedisPubSubTrigger({ ...channel, deadLetter: true }),
} satisfies Readonly<Record<string, MethodDecorator>>;

/** A trigger of what is sent to, and how. */
interface AclSender {
  readonly trigger: MethodDecorator;
  readonly isDelayed?: true;
  readonly isNew?: true;
  readonly send: (sender: Sender) => Promise<unknown>;
}

const sentList = defineList('orders', { connection: 'redis', name: 'acl' });
const sentLeft = defineList('orders', { connection: 'redis', name: 'acl', listPopFromBeginning: false });
const sentStream = defineStream('orders', { connection: 'redis', name: 'acl' });
const sentChannel = defineChannel('orders', { connection: 'redis', name: 'acl' });
const sentSharded = defineChannel('orders', { connection: 'redis', name: 'acl', sharded: true });
const sentPattern = defineChannel('orders:*', { connection: 'redis', name: 'acl' });

/** The same for each row about senders. Of what is delayed, one is due so soon that listeners are told of it. */
export const aclSenders = {
  'a sender to a list': {
    trigger: RedisListTrigger(sentList),
    send: (sender) => sender.push(sentList, ['a', 'b']),
  },
  'a sender to a list, `listPopFromBeginning: false`': {
    trigger: RedisListTrigger(sentLeft),
    send: (sender) => sender.push(sentLeft, 'a'),
  },
  'a sender to a stream': {
    trigger: RedisStreamTrigger(sentStream),
    send: (sender) => sender.add(sentStream, { n: 1 }, { maxLength: 10 }),
  },
  'a sender to a channel': {
    trigger: RedisPubSubTrigger(sentChannel),
    send: (sender) => sender.publish(sentChannel, 'a'),
  },
  'a sender to a channel, `sharded: true`': {
    trigger: RedisPubSubTrigger(sentSharded),
    isNew: true,
    send: (sender) => sender.publish(sentSharded, 'a'),
  },
  'a sender to a pattern (`orders:*`)': {
    trigger: RedisPubSubTrigger(sentPattern),
    send: (sender) => sender.publish(sentPattern, 'a', { channel: 'orders:new' }),
  },
  'a sender to a list, also delayed': {
    trigger: RedisListTrigger(sentList),
    isDelayed: true,
    async send(sender) {
      await sender.push(sentList, 'a');
      await sender.push(sentList, 'b', { delayInMs: 1_000 });
    },
  },
  'a sender to a stream, also delayed': {
    trigger: RedisStreamTrigger(sentStream),
    isDelayed: true,
    async send(sender) {
      await sender.add(sentStream, { n: 1 });
      await sender.add(sentStream, { n: 2 }, { delayInMs: 1_000 });
    },
  },
} satisfies Readonly<Record<string, AclSender>>;
