import { expect } from 'chai';
import { InstanceSource } from '../../lib/di/instance-source.js';
import { HookCaller, hookTokens } from '../../lib/invocation/hook-caller.js';
import type { Gap } from '../../lib/messages/gap.js';
import { settled } from '../support/manual-clock.js';
import { RecordingLogger } from '../support/recording-logger.js';

class Handlers {}

describe('HookCaller', () => {
  let steps: string[];
  let logger: RecordingLogger;
  let end: () => void;
  let failure: Error | undefined;
  let hooks: HookCaller;
  /** How the container gives its scopes: at once, unless a spec says otherwise. */
  let later: <Scope>(make: () => Scope) => Scope | Promise<Scope>;

  beforeEach(() => {
    steps = [];
    logger = new RecordingLogger();
    failure = undefined;
    later = (make) => make();
    const handler = {
      onGap: async () => {
        steps.push('begun');
        await new Promise<void>((resolve) => (end = resolve));
        steps.push('ended');
        if (failure) throw failure;
      },
    };
    const container = {
      prepare: () => 'scoped' as const,
      resolve: () => expect.fail('nothing is in the root'),
      createScope: () =>
        later(() => ({ resolve: () => handler, dispose: () => void steps.push('disposed') })),
    };
    hooks = new HookCaller({
      handlerClass: Handlers,
      className: 'Handlers',
      hooks: { deadLetter: [], gap: ['onGap'] },
      instances: new InstanceSource(container, [Handlers], hookTokens),
      logger,
    });
  });

  const gap = { functionId: 'Handlers.run' } as Gap;
  const never = new AbortController().signal;

  it('calls a hook only when whoever reports has gone on', async () => {
    hooks.gap(gap);
    steps.push('reported');
    await settled();
    expect(steps).to.deep.equal(['reported', 'begun']);
    expect(hooks.inFlight).to.equal(1);
  });

  it('disposes what the hook got when it has ended, and only then counts it no more', async () => {
    hooks.gap(gap);
    await settled();
    let isOver = false;
    const ended = hooks.whenEnded(never).then(() => (isOver = true));
    await settled();
    expect(isOver).to.equal(false);
    end();
    await ended;
    expect(steps).to.deep.equal(['begun', 'ended', 'disposed']);
    expect(hooks.inFlight).to.equal(0);
    expect(logger.lines).to.deep.equal([]);
  });

  it('waits for a scope that takes its time', async () => {
    later = async (make) => {
      steps.push('opening');
      await Promise.resolve();
      return make();
    };
    hooks.gap(gap);
    await settled();
    end();
    await hooks.whenEnded(never);
    expect(steps).to.deep.equal(['opening', 'begun', 'ended', 'disposed']);
  });

  it('logs that a hook failed, which harms nobody', async () => {
    failure = new Error('failed');
    hooks.gap(gap);
    await settled();
    end();
    await hooks.whenEnded(never);
    expect(logger.lines.map(({ text, fields }) => [text, fields.hook])).to.deep.equal([
      ['a hook failed', 'Handlers.onGap'],
    ]);
    expect(steps).to.include('disposed');
  });

  it('waits for hooks no longer than a stop may', async () => {
    hooks.gap(gap);
    await settled();
    const giveUp = new AbortController();
    const ended = hooks.whenEnded(giveUp.signal);
    giveUp.abort();
    await ended;
    expect(hooks.inFlight).to.equal(1);
    end();
  });
});
