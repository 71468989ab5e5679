import { expect } from 'chai';
import { compose } from '../../lib/invocation/layer.js';
import { onionOf } from '../../lib/invocation/onion.js';
import { TimeLimit } from '../../lib/invocation/time-limit.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import type { Middleware } from '../../lib/messages/middleware.js';
import { silentLogger } from '../../lib/logging/silent-logger.js';
import { FixedDelayRetry } from '../../lib/triggers/fixed-delay-retry.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { UseMiddleware } from '../../lib/triggers/use-middleware.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { ManualClock } from '../support/manual-clock.js';
import { element } from '../support/messages.js';

describe('the onion around a handler', () => {
  const steps: string[] = [];
  const noting =
    (name: string): Middleware =>
    async ({ attempt, signal }, next) => {
      steps.push(`${name} ${attempt}${signal === stopping ? '' : ' limited'}`);
      return next();
    };
  const stopping = new AbortController().signal;
  const schedule = { stopping };

  @UseMiddleware(noting('class a'), noting('class b'))
  @UseMiddleware(noting('class c'))
  @FixedDelayRetry(1, 0)
  class Handlers {
    @UseMiddleware(noting('method a'), noting('method b'))
    @RedisListTrigger({ connection: 'c', key: 'k' })
    @UseMiddleware(noting('method c'))
    run(): void {
      // the last step of the onion takes its place
    }
  }

  it('has no layer for what a function does not have', () => {
    const bare = describeOne(classWith(RedisListTrigger({ connection: 'c', key: 'k' })));
    expect(onionOf(bare, { clock: new ManualClock(), schedule, middleware: [] })).to.deep.equal([]);
  });

  it("is: retry, time limit, createRuntime's, the class's, the method's, each from the first on", async () => {
    const clock = new ManualClock();
    const timeLimit = new TimeLimit(100, 'Handlers.run', clock);
    const middleware = [noting('runtime a'), noting('runtime b')];
    const layers = onionOf(describeOne(Handlers), { clock, schedule, timeLimit, middleware });
    let failures = 1;
    const run = compose(layers, () => {
      steps.push('handler');
      return failures-- > 0 ? Promise.reject(new Error('failed')) : Promise.resolve('result');
    });
    const origin = { functionId: 'Handlers.run', logger: silentLogger, signal: stopping };
    const result = run(new InvocationContext(origin, [element()]));
    await clock.whenAsleep();
    await clock.advance(0);
    await clock.advance(0);
    expect(await result).to.equal('result');
    const names = [
      'runtime a',
      'runtime b',
      'class a',
      'class b',
      'class c',
      'method a',
      'method b',
      'method c',
    ];
    expect(steps).to.deep.equal(
      [1, 2].flatMap((attempt) => [...names.map((name) => `${name} ${attempt} limited`), 'handler']),
    );
  });

  it('has no layer that nobody asked for', () => {
    class Plain {
      @RedisListTrigger({ connection: 'c', key: 'k' })
      run(): void {
        // only its layers are looked at
      }
    }
    const parts = { clock: new ManualClock(), schedule, middleware: [] };
    expect(onionOf(describeOne(Plain), parts)).to.deep.equal([]);
  });
});
