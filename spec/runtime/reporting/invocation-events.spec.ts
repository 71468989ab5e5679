import { expect } from 'chai';
import { describeError } from '../../../lib/errors/describe-error.js';
import { EventBus } from '../../../lib/events/event-bus.js';
import type { InvocationFailed } from '../../../lib/events/runtime-events.js';
import { InvocationContext } from '../../../lib/messages/invocation-context.js';
import { cancelled, dropped, succeeded, type Outcome } from '../../../lib/messages/outcome.js';
import type { RawMessage } from '../../../lib/messages/raw-message.js';
import { silentLogger } from '../../../lib/logging/silent-logger.js';
import { InvocationEvents } from '../../../lib/runtime/reporting/invocation-events.js';
import { element } from '../../support/messages.js';

const subject = { functionId: 'Orders.onOrder', kind: 'list', connection: 'c', server: 's' } as const;
const failed: Outcome = { status: 'failed', reason: 'handler-failed', error: new Error('x'), attempts: 3 };

describe('InvocationEvents', () => {
  let bus: EventBus;
  let told: InvocationEvents;

  beforeEach(() => {
    bus = new EventBus((thrown) => expect.fail(String(thrown)));
    told = new InvocationEvents(bus, subject, describeError);
  });

  it('look at nothing where nobody listens', () => {
    const forbid = (): never => expect.fail('it was looked at');
    const untouchable = new Proxy([], { get: forbid }) as never;
    const startedAt = told.begin();
    expect(startedAt).to.equal(undefined);
    told.ended(untouchable, untouchable, startedAt);
  });

  it('tell of each message of a batch by itself, and nothing of one that a stop cancelled', () => {
    const heard: string[] = [];
    bus.on('invocationSucceeded', ({ source, attempt }) => void heard.push(`${source} ${attempt}`));
    bus.on('invocationFailed', ({ source, attempt }) => void heard.push(`${source} failed ${attempt}`));
    const messages = ['a', 'b', 'c'].map((key) => element('', key));
    told.ended(messages, [succeeded, failed, cancelled], told.begin());
    expect(heard).to.deep.equal(['a 1', 'b failed 3']);
  });

  it('tell of what a verdict dropped or postponed; what was postponed begins again at its first attempt', () => {
    const heard: string[] = [];
    bus.on('invocationDropped', ({ source }) => void heard.push(`${source} dropped`));
    bus.on('invocationPostponed', ({ source, attempt, delayInMs }) => {
      heard.push(`${source} ${attempt} postponed by ${delayInMs}`);
    });
    const messages = ['a', 'b'].map((key) => element('', key));
    const signal = new AbortController().signal;
    told.retried(new InvocationContext({ functionId: '', logger: silentLogger, signal }, messages), 'x', 1);
    const outcomes: Outcome[] = [dropped, { status: 'postponed', delayInMs: 70 }];
    told.ended(messages, outcomes, told.begin());
    told.ended(messages.slice(1), outcomes.slice(1), told.begin());
    expect(heard).to.deep.equal(['a dropped', 'b 2 postponed by 70', 'b 1 postponed by 70']);
  });

  it('tell of a message that failed before it was run', () => {
    const attempts: number[] = [];
    bus.on('invocationFailed', ({ attempt }) => void attempts.push(attempt));
    told.turnedAway(element(), { status: 'failed', reason: 'handler-failed', error: 'x', attempts: 0 });
    expect(attempts).to.deep.equal([0]);
  });

  it('know at which attempt a message succeeded, also where nobody listened to its retries', () => {
    const attempts: number[] = [];
    const messages: RawMessage[] = [element()];
    bus.on('invocationSucceeded', ({ attempt }) => void attempts.push(attempt));
    const signal = new AbortController().signal;
    told.retried(new InvocationContext({ functionId: '', logger: silentLogger, signal }, messages), 'x', 1);
    told.ended(messages, [succeeded], told.begin());
    expect(attempts).to.deep.equal([2]);
  });

  it('describe an error without its other properties', () => {
    let heard: InvocationFailed | undefined;
    bus.on('invocationFailed', (event) => void (heard = event));
    const error = Object.assign(new Error('x'), { command: 'AUTH sesame' });
    told.ended([element()], [{ ...failed, error }], told.begin());
    expect(Object.keys(heard!.error).sort()).to.deep.equal(['message', 'name', 'stack']);
  });
});
