import { expect } from 'chai';
import { createRuntime } from '../../../lib/create-runtime.js';
import type { Runtime } from '../../../lib/runtime/runtime.js';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { freePort } from '../../../lib/testing/kit/free-port.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { classWith } from '../../support/describe-classes.js';
import { ManualClock } from '../../support/manual-clock.js';
import { rejectionOf } from '../../support/rejection-of.js';
import { signalled } from '../../support/signalled.js';

const here = RedisListTrigger({ connection: 'here', key: 'elements', name: 'here' });
const away = RedisListTrigger({ connection: 'away', key: 'elements', name: 'away' });
const awayToo = RedisPubSubTrigger({ connection: 'away', channel: 'channel', name: 'away, too' });

describe('A start that is bounded', () => {
  let fake: FakeRedis;
  let runtime: Runtime;
  let clock: ManualClock;

  beforeEach(() => {
    fake = new FakeRedis();
    clock = new ManualClock();
  });
  afterEach(async () => {
    await runtime.stop();
    await fake.close();
  });

  async function make(...triggers: MethodDecorator[]): Promise<Runtime> {
    const connections = { here: fake.connectionOptions(), away: `127.0.0.1:${await freePort()}` };
    const handlers = triggers.map((trigger) => classWith(trigger));
    return (runtime = await createRuntime({ handlers, connections, logger: false, clock }));
  }

  it('rejects when its time is over, and says why which function does not listen', async () => {
    await make(here, away);
    const started = rejectionOf(runtime.start({ timeoutInMs: 200 }));
    await signalled('healthChanged', () => {
      const { here, away } = runtime.health().functions;
      return here?.state === 'listening' && away?.lastError !== undefined;
    });
    await clock.advance(200);
    const error = await started;
    expect(error).to.include({ code: 'START_INCOMPLETE', place: 'away' });
    expect(error.message).to.contain('within 200 ms').and.contain('ECONNREFUSED');
    expect(runtime.health().state).to.equal('stopped');
    expect(await rejectionOf(runtime.start())).to.include({ code: 'RUNTIME_STATE' });
  });

  it('lists all functions that do not listen', async () => {
    await make(here, away, awayToo);
    const started = rejectionOf(runtime.start({ timeoutInMs: 200 }));
    await signalled('healthChanged', () => runtime.health().functions.here?.state === 'listening');
    await clock.advance(200);
    const error = await started;
    expect(error).to.include({ code: 'START_INCOMPLETE', place: 'runtime.start' });
    expect(error.problems.map(({ code, place }) => [code, place])).to.deep.equal([
      ['START_INCOMPLETE', 'away'],
      ['START_INCOMPLETE', 'away, too'],
    ]);
  });

  it('rejects when its signal is aborted, also before it began', async () => {
    await make(away);
    const wish = new AbortController();
    const started = rejectionOf(runtime.start({ signal: wish.signal }));
    await signalled('healthChanged', () => runtime.health().functions.away?.state === 'recovering');
    wish.abort();
    expect((await started).message)
      .to.contain('before the start was aborted')
      .and.contain('ECONNREFUSED');
    await make(here);
    const early = await rejectionOf(runtime.start({ signal: AbortSignal.abort() }));
    expect(early.code).to.equal('START_INCOMPLETE');
  });

  it('leaves a runtime alone that listened in time', async () => {
    await make(here);
    const wish = new AbortController();
    await runtime.start({ timeoutInMs: 60_000, signal: wish.signal });
    wish.abort();
    expect(runtime.health()).to.include({ state: 'running', ready: true });
  });

  it('refuses options that mean nothing, and can then be started', async () => {
    await make(here);
    for (const options of [{ timeoutInMs: 0 }, { timeoutInMs: 2 ** 31 }, { signal: {} }, { timeout: 1 }]) {
      const error = await rejectionOf(runtime.start(options as never));
      expect(error, JSON.stringify(options)).to.include({
        code: 'RUNTIME_OPTION_INVALID',
        place: 'runtime.start',
      });
    }
    await runtime.start();
  });
});
