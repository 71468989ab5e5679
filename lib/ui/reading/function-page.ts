import { functionOptions } from '../../operating/function-options.js';
import type { FunctionDescriptor, StreamFunction } from '../../functions/function-descriptor.js';
import type { CommandClient } from '../../redis/commands/clients.js';
import { RedisReplyError } from '../../redis/errors/redis-reply-error.js';
import type { FunctionPage, ShownConsumer, ShownPending } from '../shapes.js';
import { showMinute } from './minute.js';
import type { Observer } from './observer.js';

const mostConsumers = 50;
const mostPending = 20;

/** Everything of one function; undefined where nobody knows it. */
export async function readFunction(
  observer: Observer,
  functionId: string,
  minutes: number,
): Promise<FunctionPage | undefined> {
  const { rows, readings } = await observer.observe();
  const row = rows.find(({ id }) => id === functionId);
  if (!row) return undefined;
  const descriptor = observer.find(functionId);
  const [history, { consumers, pending }] = await Promise.all([
    observer.history(functionId, minutes),
    descriptor ? readGroup(observer, descriptor) : none,
  ]);
  return {
    row,
    ...(descriptor && descriptor.kind !== 'pubsub' && descriptor.delayed && { movesDelayed: true }),
    options: descriptor ? functionOptions(descriptor) : {},
    keys: (readings.get(functionId)?.keys ?? []).map(
      ({ deadLetters, key, remaining, pending, oldestAt }) => ({
        key,
        dead: deadLetters,
        ...(remaining !== undefined && { remaining }),
        ...(pending !== undefined && { pending }),
        ...(oldestAt !== undefined && { oldestAt }),
      }),
    ),
    consumers,
    pending,
    recent: observer.here?.recent(functionId) ?? [],
    minutes: history.minutes.map(showMinute),
    ...(history.of && { historyOf: history.of }),
  };
}

interface GroupSight {
  readonly consumers: readonly ShownConsumer[];
  readonly pending: readonly ShownPending[];
}

const none: GroupSight = { consumers: [], pending: [] };

/** The consumers of a stream's group, and its oldest pending entries. None where Redis does not say. */
async function readGroup(observer: Observer, descriptor: FunctionDescriptor): Promise<GroupSight> {
  if (descriptor.kind !== 'stream') return none;
  const { source } = observer;
  const client = source.clientOf(source.targetOf(descriptor));
  if (!client.isReady) return none;
  const parts = await Promise.all(descriptor.keys.map((key) => readKey(key, descriptor, client)));
  return {
    consumers: parts
      .flatMap(({ consumers }) => consumers)
      .sort((one, other) => other.pending - one.pending || one.idleInMs - other.idleInMs)
      .slice(0, mostConsumers),
    pending: parts
      .flatMap(({ pending }) => pending)
      .sort((one, other) => other.idleInMs - one.idleInMs)
      .slice(0, mostPending),
  };
}

async function readKey(
  key: string,
  { consumerGroup }: StreamFunction,
  client: CommandClient,
): Promise<GroupSight> {
  try {
    const [consumers, pending] = (await Promise.all([
      client.send(['XINFO', 'CONSUMERS', key, consumerGroup]),
      client.send(['XPENDING', key, consumerGroup, '-', '+', mostPending]),
    ])) as [readonly (readonly unknown[])[], readonly (readonly [Buffer, Buffer, number, number])[]];
    return {
      consumers: consumers.map((each) => {
        const members = membersOf(each);
        return {
          key,
          name: String(members.get('name')),
          pending: Number(members.get('pending')),
          idleInMs: Number(members.get('idle')),
        };
      }),
      pending: pending.map(([id, consumer, idleInMs, deliveries]) => ({
        key,
        id: id.toString(),
        consumer: consumer.toString(),
        idleInMs,
        deliveries,
      })),
    };
  } catch (error) {
    if (error instanceof RedisReplyError) return none;
    throw error;
  }
}

/** Names and values by turns. */
function membersOf(reply: readonly unknown[]): ReadonlyMap<string, unknown> {
  const members = new Map<string, unknown>();
  for (let index = 0; index < reply.length; index += 2) members.set(String(reply[index]), reply[index + 1]);
  return members;
}
