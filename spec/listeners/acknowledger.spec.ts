import { expect } from 'chai';
import { Acknowledger } from '../../lib/listeners/acknowledger.js';
import { endOfMicrotasks, endOfNextRound, endOfRound } from '../../lib/time/event-loop.js';
import { ManualClock } from '../support/manual-clock.js';
import { RedisReplyError } from '../../lib/redis/errors/redis-reply-error.js';

describe('Acknowledger', () => {
  let clock: ManualClock;
  let sent: string[][];
  let answer: (key: string) => Promise<void> | void;
  let stop: AbortController;
  let troubles: number;

  beforeEach(() => {
    clock = new ManualClock();
    sent = [];
    answer = () => undefined;
    stop = new AbortController();
    troubles = 0;
  });

  function acknowledger(): Acknowledger<string> {
    const send = async (key: string, ids: readonly string[]): Promise<void> => {
      sent.push([key, ...ids]);
      await Promise.resolve();
      await answer(key);
    };
    const observer = { failed: () => (troubles += 1), recovered: () => (troubles = 0) };
    return new Acknowledger({ send, onAcknowledged: () => undefined, observer, clock, stopped: stop.signal });
  }

  it('sends at the end of a turn, and nothing beside what is not answered yet', async () => {
    const acks = acknowledger();
    let reply: () => void = () => undefined;
    const replied = new Promise<void>((resolve) => (reply = resolve));
    answer = () => replied;
    for (const number of [2, 100]) {
      for (let each = 0; each < number; each++) acks.acknowledge('k', `${each}`);
      await endOfMicrotasks();
    }
    const numbers = (): number[] => sent.map(({ length }) => length - 1);
    expect(numbers()).to.deep.equal([2]);
    reply();
    await acks.whenFlushed();
    expect(numbers()).to.deep.equal([2, 100]);
  });

  it('sends what came meanwhile with what ends in the next round after the reply', async () => {
    const acks = acknowledger();
    let reply: () => void = () => undefined;
    answer = () => new Promise<void>((resolve) => (reply = resolve));
    acks.acknowledge('k', '1');
    await endOfRound();
    acks.acknowledge('k', '2');
    reply();
    await endOfRound();
    acks.acknowledge('k', '3');
    await endOfMicrotasks();
    const after = [
      ['k', '1'],
      ['k', '2', '3'],
    ];
    expect(sent).to.deep.equal(after);
    acks.acknowledge('k', '4');
    await endOfRound();
    reply();
    await endOfNextRound();
    await endOfRound();
    reply();
    await acks.whenFlushed();
    // Nothing more ended, and it was sent all the same.
    expect(sent).to.deep.equal([...after, ['k', '4']]);
  });

  it('is behind while a thousand wait to be sent', async () => {
    const acks = acknowledger();
    for (let id = 1; id < 1_000; id++) acks.acknowledge('k', `${id}`);
    expect(acks.isBehind).to.equal(false);
    acks.acknowledge('k', '1000');
    expect(acks.isBehind).to.equal(true);
    await acks.whenFlushed();
    expect([acks.isBehind, acks.isFlushing, sent.length]).to.deep.equal([false, false, 1]);
  });

  it('lets no key hold up another, and sends what succeeded only once', async () => {
    const acks = acknowledger();
    answer = (key) => refuse(key === 'bad', 'NOPERM no permissions');
    acks.acknowledge('bad', '1');
    acks.acknowledge('good', '1');
    await clock.whenAsleep();
    expect(troubles).to.equal(1);
    answer = () => undefined;
    await clock.advance(1_000);
    await acks.whenFlushed();
    expect(sent.map(([key]) => key)).to.deep.equal(['bad', 'good', 'bad']);
    expect(troubles).to.equal(0);
  });

  it('gives up where the key holds something else: what it held is gone', async () => {
    const acks = acknowledger();
    answer = () => refuse(true, 'WRONGTYPE Operation against a key');
    acks.acknowledge('k', '1');
    await acks.whenFlushed();
    expect(sent).to.have.length(1);
    expect(troubles).to.equal(0);
  });

  it('tries once more after the stop, and then gives up', async () => {
    const acks = acknowledger();
    answer = () => refuse(sent.length < 10, 'NOPERM no permissions');
    acks.acknowledge('k', '1');
    await clock.whenAsleep();
    stop.abort();
    await acks.whenFlushed();
    expect(sent).to.have.length(2);
    expect(acks.isFlushing).to.equal(false);
  });

  it('says when it is behind, and sends what has heaped up in pieces', async () => {
    const acks = acknowledger();
    answer = () => refuse(true, 'NOPERM no permissions');
    for (let number = 0; number < 2_500; number++) acks.acknowledge('k', `${number}`);
    await clock.whenAsleep();
    expect(acks.isBehind).to.equal(true);
    answer = () => undefined;
    await clock.advance(1_000);
    await acks.whenFlushed();
    expect(acks.isBehind).to.equal(false);
    expect(sent.slice(1).map(({ length }) => length - 1)).to.deep.equal([1_000, 1_000, 500]);
  });
});

function refuse(refused: boolean, message: string): void {
  if (refused) throw new RedisReplyError(message);
}
