import { expect } from 'chai';
import { z } from 'zod';
import { defineChannel } from '../../lib/triggers/define-channel.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { defineStream, type StreamFields } from '../../lib/triggers/define-stream.js';
import type { InputOf, OutputOf } from '../../lib/triggers/definition.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';

/** Whether each can stand for the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Compiles only where they are. */
function same<A, B>(_are: Same<A, B>): void {
  // Only compiled.
}

class Order {
  id!: number;
  note?: string;
  total(): number {
    return this.id;
  }
}

const connection = 'c';
const ofClass = defineList('k', { connection, payload: Order });
const ofSchema = defineStream('k', {
  connection,
  payload: z.object({ amount: z.string().transform(Number) }),
});
const plainList = defineList('k', { connection });
const plainStream = defineStream('k', { connection });
const plainChannel = defineChannel('c', { connection, pattern: true });

describe('the types of a definition', () => {
  it('say what a sender takes and what a handler gets', () => {
    same<InputOf<typeof ofClass>, { id: number; note?: string }>(true);
    same<OutputOf<typeof ofClass>, Order>(true);
    same<InputOf<typeof ofSchema>, { amount: string }>(true);
    same<OutputOf<typeof ofSchema>, { amount: number }>(true);
    same<InputOf<typeof plainList>, string | Buffer>(true);
    same<InputOf<typeof plainStream>, StreamFields>(true);
    same<OutputOf<typeof plainChannel>, string | Buffer>(true);
    expect([plainList.kind, plainStream.kind, plainChannel.kind]).to.deep.equal(['list', 'stream', 'pubsub']);
  });

  it('refuse what cannot be', () => {
    // @ts-expect-error: a definition of another kind
    RedisListTrigger(ofSchema);
    // @ts-expect-error: a definition of another kind
    RedisStreamTrigger(ofClass, { concurrency: 3 });
    // @ts-expect-error: both ends go by it
    RedisListTrigger(ofClass, { key: 'other' });
    // @ts-expect-error: there is no such option
    RedisListTrigger(ofClass, { cuont: 3 });
    // @ts-expect-error: there is no definition to override
    RedisListTrigger({ connection, key: 'k' }, { count: 3 });
    // @ts-expect-error: the connection is missing
    defineList('k', { count: 3 });
    // @ts-expect-error: there is no such option
    defineList('k', { connection, cuont: 3 });
    // @ts-expect-error: an option of streams
    defineList('k', { connection, consumerGroup: 'g' });
    expect(ofClass.kind).to.equal('list');
  });
});
