import { expect } from 'chai';
import { CredentialSource } from '../../../lib/redis/credentials/credential-source.js';
import type { Credentials, CredentialsProvider } from '../../../lib/redis/credentials/credentials.js';
import type { RedisTriggersError } from '../../../lib/errors/redis-triggers-error.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const hourInMs = 3_600_000;

describe('CredentialSource', () => {
  let clock: ManualClock;
  let source: CredentialSource;
  let changes: Credentials[];
  let troubles: unknown[];
  let recovered: number;

  beforeEach(() => {
    clock = new ManualClock(1_000);
    changes = [];
    troubles = [];
    recovered = 0;
  });
  afterEach(() => source.close());

  async function open(provide: CredentialsProvider): Promise<void> {
    source = new CredentialSource('redis', provide, clock);
    source.onChange((credentials) => changes.push(credentials));
    source.observe({ failed: (error) => troubles.push(error), recovered: () => (recovered += 1) });
    void source.whenGranted();
    await settled();
  }

  /** Gives `p1`, `p2` and so on, each for an hour. */
  function hourly(): { provide: CredentialsProvider } {
    let number = 0;
    return {
      provide: () => Promise.resolve({ password: `p${++number}`, expiresAt: clock.now() + hourInMs }),
    };
  }

  const passwords = (): string[] => changes.map(({ password }) => password);

  it('asks when it is needed first, and again when 70 to 80 % of the time is over', async () => {
    await open(hourly().provide);
    expect(passwords()).to.deep.equal(['p1']);
    await clock.advance(0.69 * hourInMs);
    expect(passwords()).to.deep.equal(['p1']);
    await clock.advance(0.11 * hourInMs);
    expect(passwords()).to.deep.equal(['p1', 'p2']);
  });

  it('tells nobody of credentials that are the same as before', async () => {
    await open(() => Promise.resolve({ password: 'p', expiresAt: new Date(clock.now() + hourInMs) }));
    await clock.advance(0.8 * hourInMs);
    expect(passwords()).to.deep.equal(['p']);
  });

  it('waits for no timer longer than Node.js can', async () => {
    await open(() => Promise.resolve({ password: 'p', expiresAt: clock.now() + 1_000 * 24 * hourInMs }));
    expect(clock.delays.at(-1)).to.equal(24 * hourInMs);
  });

  it('asks again when credentials without an end are refused, and more slowly each time', async () => {
    const { provide } = hourly();
    await open(async () => ({ password: (await provide()).password }));
    const rests: number[] = [];
    for (let count = 1; count <= 3; count++) {
      source.refused(source.current, new Error('refused'));
      await settled();
      rests.push(clock.delays.at(-1) ?? 0);
      await clock.advance(60_000);
      expect(passwords()).to.have.length(count + 1);
    }
    expect(rests[0]).to.be.within(50, 100);
    expect(rests[2]).to.be.within(200, 400);
    source.accepted(source.current);
    expect(recovered).to.equal(1);
  });

  it('asks once when several connections are refused, and not for what is old already', async () => {
    await open(hourly().provide);
    const first = source.current;
    for (let count = 0; count < 3; count++) source.refused(first, new Error('refused'));
    await settled();
    await clock.advance(100);
    source.refused(first, new Error('refused'));
    await settled();
    await clock.advance(100);
    expect(passwords()).to.deep.equal(['p1', 'p2']);
    expect(troubles).to.have.length(3);
  });

  it('tells of the same credentials again after they were refused: the server may have been recovered', async () => {
    await open(() => Promise.resolve({ password: 'p' }));
    source.refused(source.current, new Error('refused'));
    await settled();
    await clock.advance(100);
    expect(passwords()).to.deep.equal(['p', 'p']);
  });

  it('asks again where the provider does not answer', async () => {
    let calls = 0;
    await open(() => (++calls === 1 ? new Promise(() => undefined) : Promise.resolve({ password: 'p' })));
    await clock.advance(30_000);
    expect((troubles[0] as RedisTriggersError).message).to.match(/did not answer within 30 seconds/);
    await clock.advance(100);
    expect(passwords()).to.deep.equal(['p']);
  });

  it('waits for no answer once it is closed, and says nothing of it', async () => {
    await open(() => new Promise(() => undefined));
    source.close();
    await settled();
    expect(clock.sleeping).to.equal(0);
    expect(troubles).to.deep.equal([]);
  });

  it('asks no more once it is closed', async () => {
    await open(hourly().provide);
    source.close();
    await clock.advance(hourInMs);
    expect(passwords()).to.deep.equal(['p1']);
  });
});
