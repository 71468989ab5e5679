import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { firstEvent } from '../../../lib/redis/client/first-event.js';

describe('firstEvent', () => {
  let redis: EventEmitter;
  const first = (signal: AbortSignal): Promise<void> =>
    firstEvent(redis as unknown as Redis, ['ready', 'end'], signal);

  beforeEach(() => (redis = new EventEmitter()));

  it('resolves at an event, and leaves nothing behind', async () => {
    const resolved = first(new AbortController().signal);
    redis.emit('end');
    await resolved;
    expect(redis.eventNames()).to.deep.equal([]);
  });

  it('resolves when the signal is aborted, and leaves nothing behind', async () => {
    const ending = new AbortController();
    const resolved = first(ending.signal);
    ending.abort();
    await resolved;
    expect(redis.eventNames()).to.deep.equal([]);
  });

  it('resolves at once where the signal was aborted before', async () => {
    await first(AbortSignal.abort());
    expect(redis.eventNames()).to.deep.equal([]);
  });
});
