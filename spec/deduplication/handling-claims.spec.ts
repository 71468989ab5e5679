import { expect } from 'chai';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import { HandlingClaims, leaseInMs } from '../../lib/deduplication/handling-claims.js';
import { claimHandling } from '../../lib/redis/commands/lua/claim-handling.js';
import { endHandling } from '../../lib/redis/commands/lua/end-handling.js';
import { LoopLiveness } from '../../lib/time/loop-liveness.js';
import { ManualClock, settled } from '../support/manual-clock.js';
import { RedisReplyError } from '../../lib/redis/errors/redis-reply-error.js';

describe('HandlingClaims', () => {
  let clock: ManualClock;
  let sent: string[];
  let holders: Set<string>;
  let answer: (line: string) => unknown;
  let troubles: Set<object>;
  let logged: number;
  let recoveries: number;
  let stopping: AbortController;
  let giveUp: AbortController;
  let writeOff: AbortController;

  beforeEach(() => {
    clock = new ManualClock();
    sent = [];
    holders = new Set();
    answer = () => 0;
    troubles = new Set();
    logged = 0;
    recoveries = 0;
    [stopping, giveUp, writeOff] = [new AbortController(), new AbortController(), new AbortController()];
  });

  function claims(): HandlingClaims {
    const stop = { stopping: stopping.signal, giveUp: giveUp.signal, writeOff: writeOff.signal };
    return new HandlingClaims({
      liveness: new LoopLiveness(),
      client: { send: (command) => send(command) },
      clock,
      observer: {
        failed: (_, work) => {
          logged += 1;
          if (work) troubles.add(work);
        },
        recovered: (work) => {
          recoveries += 1;
          troubles.delete(work);
        },
      },
      stop,
      schedule: stop,
    });
  }

  async function send([, sha, , key, holder, time]: RedisCommand): Promise<unknown> {
    const line = `${sha === claimHandling.sha ? 'claim' : 'end'} ${String(key)} ${String(time)}`;
    sent.push(line);
    holders.add(String(holder));
    await Promise.resolve();
    return answer(line);
  }

  it('lets no renewal that is sent once more come after the release', async () => {
    const state = new Map<string, string>();
    let known = new Set<unknown>();
    let onRefused = (): void => undefined;
    const client = {
      /** Runs each command as it comes, and answers later, as a server does that is reached over a network. */
      async send([name, script, , key, holder, time]: RedisCommand): Promise<unknown> {
        const isKnown = name === 'EVAL' || known.has(script);
        const isClaim = script === claimHandling.sha || script === claimHandling.text;
        known.add(isClaim ? claimHandling.sha : endHandling.sha);
        if (isKnown && isClaim) state.set(String(key), String(holder));
        if (isKnown && !isClaim && time === 0) state.delete(String(key));
        if (!isKnown) onRefused();
        await settled();
        if (!isKnown) throw new RedisReplyError('NOSCRIPT No matching script.');
        return 0;
      },
    };
    const observer = { failed: () => undefined, recovered: () => undefined };
    const stop = { stopping: stopping.signal, giveUp: giveUp.signal, writeOff: writeOff.signal };
    const made = new HandlingClaims({
      client,
      clock,
      observer,
      liveness: new LoopLiveness(),
      stop,
      schedule: stop,
    });
    expect(await made.take('a')).to.equal('taken');
    // As after SCRIPT FLUSH; the script that ends a claim is loaded again by another process.
    known = new Set([endHandling.sha]);
    const refused = new Promise<void>((resolve) => (onRefused = resolve));
    void clock.advance(leaseInMs / 3);
    await refused;
    await made.release('a');
    for (let turn = 0; turn < 5; turn++) await settled();
    expect([...state.keys()]).to.deep.equal([]);
    stopping.abort();
  });

  it('says what Redis says', async () => {
    const made = claims();
    const seen: unknown[] = [];
    for (const reply of [1, 2, 0]) {
      answer = () => reply;
      seen.push(await made.take('a'));
    }
    expect(seen).to.deep.equal(['busy', 'done', 'taken']);
  });

  it('does not ask for what this process asks for, or has', async () => {
    const made = claims();
    const first = made.take('a');
    expect(await made.take('a')).to.equal('busy');
    expect(await first).to.equal('taken');
    expect(await made.take('a')).to.equal('busy');
    expect(await made.take('b')).to.equal('taken');
    await made.release('a');
    expect(await made.take('a')).to.equal('taken');
    expect(sent).to.deep.equal([
      `claim a ${leaseInMs}`,
      `claim b ${leaseInMs}`,
      'end a 0',
      `claim a ${leaseInMs}`,
    ]);
    expect(holders.size).to.equal(1);
  });

  it('tells of a recovery only where something had failed', async () => {
    const made = claims();
    await made.take('a');
    await made.release('a');
    expect(recoveries).to.equal(0);
    answer = refuse;
    const taken = made.take('a');
    await settled();
    answer = () => 0;
    await clock.advance(4_000);
    await taken;
    expect(recoveries).to.equal(1);
  });

  it('asks until Redis can be asked, and says that it cannot', async () => {
    const made = claims();
    answer = refuse;
    const taken = made.take('a');
    for (let failures = 1; failures <= 3; failures++) {
      await settled();
      expect(logged).to.equal(failures);
      expect(troubles.size).to.equal(1);
      if (failures === 3) answer = () => 0;
      await clock.advance(4_000);
    }
    expect(await taken).to.equal('taken');
    expect(troubles.size).to.equal(0);
  });

  it('tells of a success until Redis knows it', async () => {
    const made = claims();
    await made.take('a');
    answer = refuse;
    let isOver = false;
    const ended = made.complete('a', 5_000).then(() => (isOver = true));
    await settled();
    await clock.advance(4_000);
    expect(isOver).to.equal(false);
    expect(await made.take('a')).to.equal('busy');
    answer = () => 1;
    await clock.advance(4_000);
    await ended;
    expect(sent.filter((line) => line === 'end a 5000')).to.have.length(3);
    expect(troubles.size).to.equal(0);
  });

  it('renews what it has three times in each lease, and nothing else', async () => {
    const made = claims();
    await made.take('a');
    await made.take('b');
    answer = () => 2;
    await made.take('done');
    answer = () => 0;
    await made.release('b');
    sent = [];
    for (let round = 0; round < 3; round++) await clock.advance(leaseInMs / 3);
    expect(sent).to.deep.equal(Array.from({ length: 3 }, () => `claim a ${leaseInMs}`));
    expect(clock.sleeping).to.equal(1);
  });

  it('renews what was handled until Redis knows it', async () => {
    const made = claims();
    await made.take('a');
    answer = (line) => (line.startsWith('end') ? refuse() : 0);
    const ended = made.complete('a', 5_000);
    await settled();
    sent = [];
    await clock.advance(leaseInMs / 3);
    expect(sent).to.include(`claim a ${leaseInMs}`);
    answer = () => 1;
    await clock.advance(4_000);
    await ended;
    sent = [];
    await clock.advance(leaseInMs / 3);
    expect(sent).to.deep.equal([]);
  });

  it('goes on renewing after a failure, which it reports', async () => {
    const made = claims();
    await made.take('a');
    sent = [];
    answer = refuse;
    await clock.advance(leaseInMs / 3);
    expect(logged).to.equal(1);
    answer = () => 0;
    await clock.advance(leaseInMs / 3);
    expect(sent).to.have.length(2);
  });

  it('takes at a stop what it can, and leaves the rest', async () => {
    const made = claims();
    answer = refuse;
    const waiting = made.take('a');
    await clock.whenAsleep();
    stopping.abort();
    expect(await waiting).to.equal(undefined);
    expect(await made.take('a')).to.equal(undefined);
    answer = () => 0;
    expect(await made.take('a')).to.equal('taken');
    expect(troubles.size).to.equal(0);
  });

  it('gives up telling of an end when a stop cannot wait any longer', async () => {
    const made = claims();
    await made.take('a');
    stopping.abort();
    answer = refuse;
    const ended = made.complete('a', 5_000);
    await settled();
    giveUp.abort();
    await ended;
    expect(sent.filter((line) => line === 'end a 5000')).to.have.length(2);
    expect(troubles.size).to.equal(0);
  });

  it('leaves no timer behind after a stop', async () => {
    const made = claims();
    await made.take('a');
    stopping.abort();
    expect(clock.sleeping).to.equal(1);
    await made.complete('a', 5_000);
    await settled();
    expect(clock.sleeping).to.equal(0);
    await made.take('b');
    expect(clock.sleeping).to.equal(1);
    writeOff.abort();
    await settled();
    expect(clock.sleeping).to.equal(0);
  });
});

function refuse(): never {
  throw new RedisReplyError('NOPERM no permissions to run the command');
}
