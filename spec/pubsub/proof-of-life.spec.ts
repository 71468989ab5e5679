import { expect } from 'chai';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import { ProofOfLife } from '../../lib/pubsub/proof-of-life.js';
import { ManualClock, settled } from '../support/manual-clock.js';
import { RedisReplyError } from '../../lib/redis/errors/redis-reply-error.js';

describe('ProofOfLife', () => {
  let clock: ManualClock;
  let answers: { resolve: () => void; reject: (error: Error) => void }[];
  let client: { send: () => Promise<unknown> };
  let proof: ProofOfLife;

  beforeEach(() => {
    clock = new ManualClock(100);
    answers = [];
    client = {
      send: () => new Promise((resolve, reject) => answers.push({ resolve: () => resolve('PONG'), reject })),
    };
    proof = ProofOfLife.of(client, clock);
  });

  it('counts from when the question was sent, however late its answer is read', async () => {
    void proof.probe();
    await clock.advance(25_000);
    expect(proof.provenAt).to.equal(undefined);
    answers[0]?.resolve();
    await settled();
    expect(proof.provenAt).to.deep.equal({ now: 100, date: 100 });
  });

  it('keeps what it knows where there is no answer', async () => {
    void proof.probe();
    answers[0]?.resolve();
    await clock.advance(1_000);
    void proof.probe();
    answers[1]?.reject(new RedisTriggersError({ code: 'CONNECTION_LOST', place: 'c', what: 'it closed' }));
    await settled();
    expect(proof.provenAt).to.include({ now: 100 });
  });

  it('takes a refusal for an answer', async () => {
    void proof.probe();
    answers[0]?.reject(new RedisReplyError('NOPERM this user has no permissions to run the ping command'));
    await settled();
    expect(proof.provenAt).to.include({ now: 100 });
  });

  it('asks once for all functions that share a connection, and not again before there is an answer', async () => {
    const other = ProofOfLife.of(client, clock);
    void proof.probe();
    await clock.advance(500);
    void other.probe();
    await clock.advance(500);
    void proof.probe();
    expect(answers).to.have.length(1);
    answers[0]?.resolve();
    await settled();
    void other.probe();
    expect(answers).to.have.length(2);
  });

  it('knows of a blocked event loop by a timer that was late by a second', async () => {
    const before = { now: clock.now(), date: 0 };
    await clock.advance(3_000);
    proof.timerWasLate(900);
    expect(proof.blockedSince(before)).to.equal(undefined);
    proof.timerWasLate(2_000);
    expect(proof.blockedSince(before)).to.equal(2_000);
    expect(proof.blockedSince({ now: clock.now() + 1, date: 0 })).to.equal(undefined);
  });
});
