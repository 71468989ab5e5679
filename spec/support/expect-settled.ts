import { expect } from 'chai';
import type { Redis } from 'ioredis';
import type { Recorder } from './recorder.js';

/**
 * Fails if a list still has elements, or if more than `count` were handled. A marker that goes through the
 * same list last proves that nothing is on its way any more.
 */
export async function expectSettled(
  client: Redis,
  key: string,
  received: Recorder<string>,
  count: number,
): Promise<void> {
  await client.rpush(key, 'marker');
  await received.untilTrue((items) => items.includes('marker'), 'the marker');
  expect(await client.llen(key)).to.equal(0);
  expect(received.items).to.have.length(count + 1);
}
