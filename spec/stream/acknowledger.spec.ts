import { expect } from 'chai';
import type { RedisCommand } from '../../lib/connection/command-sender.js';
import type { StreamFunction } from '../../lib/functions/function-descriptor.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { Acknowledger } from '../../lib/stream/acknowledger.js';
import { ManualClock } from '../support/manual-clock.js';

describe('Acknowledger', () => {
  let clock: ManualClock;
  let sent: RedisCommand[];
  let answer: (key: string) => void;
  let stop: AbortController;
  let troubles: number;

  beforeEach(() => {
    clock = new ManualClock();
    sent = [];
    answer = () => undefined;
    stop = new AbortController();
    troubles = 0;
  });

  function acknowledger(): Acknowledger {
    const client = {
      send: async (command: RedisCommand): Promise<unknown> => {
        sent.push(command);
        await Promise.resolve();
        answer(String(command[1]));
        return 1;
      },
      transaction: () => Promise.reject(new Error('not expected')),
    };
    const observer = { troubled: () => (troubles += 1), mended: () => (troubles = 0) };
    const descriptor = { consumerGroup: 'g', deleteAfterProcess: false } as StreamFunction;
    return new Acknowledger(descriptor, client, clock, observer, stop.signal, () => undefined);
  }

  it('lets no key hold up another, and sends what succeeded only once', async () => {
    const acks = acknowledger();
    answer = (key) => refuse(key === 'bad', 'NOPERM no permissions');
    acks.add(entryOf('bad'));
    acks.add(entryOf('good'));
    await clock.whenAsleep();
    expect(troubles).to.equal(1);
    answer = () => undefined;
    await clock.advance(200);
    await acks.whenFlushed();
    expect(sent.map(([, key]) => key)).to.deep.equal(['bad', 'good', 'bad']);
    expect(troubles).to.equal(0);
  });

  it('gives up where the key is no stream any more: nothing is pending there', async () => {
    const acks = acknowledger();
    answer = () => refuse(true, 'WRONGTYPE Operation against a key');
    acks.add(entryOf('k'));
    await acks.whenFlushed();
    expect(sent).to.have.length(1);
    expect(troubles).to.equal(0);
  });

  it('says when it is behind, and sends what has heaped up in pieces', async () => {
    const acks = acknowledger();
    answer = () => refuse(true, 'NOPERM no permissions');
    for (let number = 0; number < 2_500; number++) acks.add(entryOf('k', number));
    await clock.whenAsleep();
    expect(acks.isBehind).to.equal(true);
    answer = () => undefined;
    await clock.advance(200);
    await acks.whenFlushed();
    expect(acks.isBehind).to.equal(false);
    expect(sent.slice(1).map(({ length }) => length - 3)).to.deep.equal([1_000, 1_000, 500]);
  });
});

function entryOf(key: string, number = 1): StreamEntry {
  return new StreamEntry(key, `${number}-0`, []);
}

function refuse(refused: boolean, message: string): void {
  if (refused) throw new Error(message);
}
