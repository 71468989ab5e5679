import { expect } from 'chai';
import { Instruments, type Instrument } from '../../lib/invocation/instruments.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { silentLogger } from '../../lib/logging/silent-logger.js';
import { element } from '../support/messages.js';

describe('The instruments of a runtime', () => {
  const origin = { functionId: 'f', logger: silentLogger, signal: new AbortController().signal };
  const context = new InvocationContext(origin, [element()]);
  let steps: string[];
  let instruments: Instruments;

  const noting = (name: string): Instrument => ({
    aroundAttempt(_context, run) {
      steps.push(`${name} begins`);
      const result = run();
      steps.push(`${name} ends`);
      return result;
    },
    unreadable: (_context, error) => void steps.push(`${name} hears: ${(error as Error).message}`),
    turnedAway: (id, { kind }, { reason }) =>
      void steps.push(`${name} hears of a ${kind} of ${id}: ${reason}`),
    skipped: (id, { kind }) => void steps.push(`${name} hears of a ${kind} of ${id} that was skipped`),
  });
  const run = (): unknown =>
    instruments.layer(() => {
      steps.push('handler');
      return 'result';
    })(context);

  beforeEach(() => {
    steps = [];
    instruments = new Instruments();
  });

  it('let an attempt run as it is while there are none, and make no promise of it', () => {
    expect(run()).to.equal('result');
    expect(steps).to.deep.equal(['handler']);
  });

  it('are around attempts from when they are added until they are taken away, the first outermost', () => {
    const attempt = instruments.layer(() => steps.push('handler'));
    const removeOuter = instruments.add(noting('outer'));
    const removeInner = instruments.add(noting('inner'));
    attempt(context);
    expect(steps.splice(0)).to.deep.equal([
      'outer begins',
      'inner begins',
      'handler',
      'inner ends',
      'outer ends',
    ]);
    removeOuter();
    attempt(context);
    expect(steps.splice(0)).to.deep.equal(['inner begins', 'handler', 'inner ends']);
    removeInner();
    attempt(context);
    expect(steps).to.deep.equal(['handler']);
  });

  it('hear of messages that cannot be read', () => {
    instruments.add(noting('first'));
    instruments.add(noting('second'));
    instruments.unreadable(context, new Error('no JSON'));
    expect(steps).to.deep.equal(['first hears: no JSON', 'second hears: no JSON']);
  });

  it('hear of messages of which there is no attempt', () => {
    instruments.add(noting('first'));
    instruments.add(noting('second'));
    const error = new Error('no id');
    instruments.turnedAway('f', element(), {
      status: 'failed',
      reason: 'handler-failed',
      error,
      attempts: 0,
    });
    instruments.skipped('f', element());
    expect(steps).to.deep.equal([
      'first hears of a list of f: handler-failed',
      'second hears of a list of f: handler-failed',
      'first hears of a list of f that was skipped',
      'second hears of a list of f that was skipped',
    ]);
  });
});
