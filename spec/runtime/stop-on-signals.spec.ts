import { expect } from 'chai';
import { createRuntime } from '../../lib/create-runtime.js';
import type { FunctionHealth, RuntimeHealth, RuntimeState } from '../../lib/runtime/health/health.js';
import { stopOnSignals } from '../../lib/runtime/stop-on-signals.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { settled } from '../support/manual-clock.js';

describe('stopOnSignals', () => {
  const realExit = process.exit.bind(process);
  let stops = 0;
  let endStop: () => void = () => undefined;
  let off: () => void = () => undefined;
  let state: RuntimeState = 'running';
  let inFlight = 0;
  const runtime = {
    health: (): RuntimeHealth => ({
      state,
      live: true,
      ready: false,
      functions: { one: { inFlight } as FunctionHealth },
    }),
    stop: (): Promise<void> => {
      stops += 1;
      return new Promise((resolve) => (endStop = resolve));
    },
  };

  beforeEach(() => {
    stops = 0;
    state = 'running';
    inFlight = 0;
    // As the real one, it does not return.
    process.exit = (code: unknown): never => {
      throw new Error(`the process ended with ${String(code)}`);
    };
  });

  afterEach(() => {
    off();
    process.exit = realExit;
  });

  it('stops the runtime at the first signal, and ends the process at the second', () => {
    off = stopOnSignals(runtime, ['SIGTERM', 'SIGHUP']);
    process.emit('SIGTERM', 'SIGTERM');
    expect(stops).to.equal(1);
    expect(() => process.emit('SIGHUP', 'SIGHUP')).to.throw('the process ended with 129');
    expect(stops).to.equal(1);
  });

  it('leaves the signals alone once the runtime has stopped', async () => {
    const before = process.listenerCount('SIGTERM');
    off = stopOnSignals(runtime, ['SIGTERM']);
    expect(process.listenerCount('SIGTERM')).to.equal(before + 1);
    process.emit('SIGTERM', 'SIGTERM');
    endStop();
    await settled();
    expect(process.listenerCount('SIGTERM')).to.equal(before);
  });

  it('ends the process once a runtime has stopped that was still starting', async () => {
    state = 'starting';
    const exits: unknown[] = [];
    process.exit = ((code: unknown) => exits.push(code)) as never;
    off = stopOnSignals(runtime, ['SIGTERM']);
    process.emit('SIGTERM', 'SIGTERM');
    await settled();
    expect(exits).to.deep.equal([]);
    endStop();
    await settled();
    expect(exits).to.deep.equal([0]);
  });

  it('keeps the exit code of a signal where handlers had not ended', async () => {
    const before = process.exitCode;
    try {
      inFlight = 1;
      off = stopOnSignals(runtime, ['SIGTERM']);
      process.emit('SIGTERM', 'SIGTERM');
      endStop();
      await settled();
      expect(process.exitCode).to.equal(143);
    } finally {
      process.exitCode = before;
    }
  });

  it('has one listener for all runtimes', () => {
    const before = process.listenerCount('SIGTERM');
    const offs = Array.from({ length: 15 }, () => stopOnSignals(runtime, ['SIGTERM']));
    expect(process.listenerCount('SIGTERM')).to.equal(before + 1);
    process.emit('SIGTERM', 'SIGTERM');
    expect(stops).to.equal(15);
    for (const each of offs) each();
    expect(process.listenerCount('SIGTERM')).to.equal(before);
  });

  it('is over when the program itself has stopped the runtime', async () => {
    const before = process.listenerCount('SIGTERM');
    const fake = new FakeRedis();
    const own = await createRuntime({
      handlers: [classWith(RedisListTrigger({ connection: 'fake', key: 'elements' }))],
      connections: { fake: fake.connectionOptions() },
      logger: false,
    });
    stopOnSignals(own, ['SIGTERM']);
    await own.start();
    expect(process.listenerCount('SIGTERM')).to.equal(before + 1);
    await own.stop();
    expect(process.listenerCount('SIGTERM')).to.equal(before);
    await fake.close();
  });

  it('can be taken back', () => {
    const before = process.listenerCount('SIGTERM');
    stopOnSignals(runtime, ['SIGTERM'])();
    expect(process.listenerCount('SIGTERM')).to.equal(before);
  });

  it('listens to SIGINT and SIGTERM unless told', () => {
    const before = [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')];
    off = stopOnSignals(runtime);
    expect([process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')]).to.deep.equal(
      before.map((count) => count + 1),
    );
  });
});
