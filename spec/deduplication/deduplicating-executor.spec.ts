import { expect } from 'chai';
import { deduplicated, type DeduplicationOptions } from '../../lib/deduplication/deduplicating-executor.js';
import type { FunctionDescriptor } from '../../lib/functions/function-descriptor.js';
import { ListElement } from '../../lib/messages/list-element.js';
import { cancelled, dropped, succeeded, type Outcome } from '../../lib/messages/outcome.js';
import type { Permit } from '../../lib/messages/permit.js';
import { claimHandling } from '../../lib/redis/commands/lua/claim-handling.js';
import { LoopLiveness } from '../../lib/time/loop-liveness.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import type { Deduplicate } from '../../lib/triggers/deduplicate.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { ManualClock, settled } from '../support/manual-clock.js';

const message = new ListElement('orders', Buffer.from('a'));
const [free, busy, done] = [0, 1, 2];

describe('deduplicated', () => {
  let steps: string[];
  /** Whether an id is free. */
  let claim: number;
  let outcome: () => Outcome;
  let stopping: AbortController;
  let permits: unknown[];

  beforeEach(() => {
    steps = [];
    claim = free;
    outcome = () => succeeded;
    stopping = new AbortController();
    permits = [];
  });

  function optionsWith(executor: DeduplicationOptions['executor']): DeduplicationOptions {
    const { signal } = new AbortController();
    return {
      executor,
      client: {
        send: async ([, sha, , , , time]) => {
          await settled();
          if (sha === claimHandling.sha) return claim;
          steps.push(time === 0 ? 'release' : `remember for ${String(time)}`);
          return 0;
        },
      },
      clock: new ManualClock(),
      liveness: new LoopLiveness(),
      observer: {
        failed: (error) => void steps.push(String(error)),
        recovered: () => undefined,
        skipped: () => void steps.push('skipped'),
        turnedAway: (_, { reason, attempts }) => void steps.push(`turned away: ${reason}, ${attempts}`),
      },
      stop: { stopping: stopping.signal, giveUp: signal, writeOff: signal },
      schedule: { stopping: stopping.signal },
    };
  }

  const execute = async (
    deduplicate: Deduplicate<ListElement> | undefined,
    messages = [message],
  ): Promise<unknown> => {
    const options = { connection: 'c', key: 'orders', ...(deduplicate && { deduplicate }) };
    const descriptor: FunctionDescriptor = describeOne(classWith(RedisListTrigger(options)));
    const executor = deduplicated(
      descriptor,
      optionsWith({
        execute: async (_messages, permit) => {
          permits.push(permit);
          steps.push('handle');
          await settled();
          return [outcome()];
        },
      }),
    );
    const outcomes = await executor.execute(messages, 'permit' as unknown as Permit);
    stopping.abort();
    return outcomes;
  };
  const byBody = { by: (_: unknown, { body }: ListElement) => String(body), forInMs: 60_000 };

  it('asks nothing where the function does not deduplicate', async () => {
    expect(await execute(undefined)).to.deep.equal([succeeded]);
    expect(steps).to.deep.equal(['handle']);
  });

  it('remembers what succeeded, or was dropped, before its outcome is known', async () => {
    expect(await execute(byBody)).to.deep.equal([succeeded]);
    outcome = () => dropped;
    expect(await execute(byBody)).to.deep.equal([dropped]);
    expect(steps).to.deep.equal(['handle', 'remember for 60000', 'handle', 'remember for 60000']);
    expect(permits).to.deep.equal(['permit', 'permit']);
  });

  it('lets others handle what was not, also where its execution threw', async () => {
    outcome = () => cancelled;
    expect(await execute(byBody)).to.deep.equal([cancelled]);
    outcome = () => {
      throw new Error('of this library');
    };
    expect(await execute(byBody).catch(String)).to.equal('Error: of this library');
    expect(steps).to.deep.equal(['handle', 'release', 'handle', 'release']);
  });

  it('skips what was handled', async () => {
    claim = done;
    expect(await execute(byBody)).to.deep.equal([dropped]);
    expect(steps).to.deep.equal(['skipped']);
  });

  it('looks again in half a second at what another handles', async () => {
    claim = busy;
    const [postponed] = (await execute(byBody)) as [{ delayInMs: number }];
    expect(postponed).to.include({ status: 'postponed', isBusy: true });
    expect(postponed.delayInMs).to.be.within(250, 500);
    expect(steps).to.deep.equal([]);
  });

  it('fails a message whose id cannot be had', async () => {
    const by = (): never => {
      throw new Error('no id');
    };
    const [failed] = (await execute({ by, forInMs: 60_000 })) as [object];
    expect(failed).to.include({ status: 'failed', reason: 'handler-failed', attempts: 0 });
    expect(steps).to.deep.equal(['turned away: handler-failed, 0']);
  });

  it('has nothing to do without a message', async () => {
    expect(await execute(byBody, [])).to.deep.equal([]);
  });
});
