import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import { HeldElements } from '../../../lib/list/at-least-once/held-elements.js';
import type { Lease } from '../../../lib/list/at-least-once/lease.js';
import { SuspectElements } from '../../../lib/list/at-least-once/suspect-elements.js';
import { ListElement } from '../../../lib/messages/list-element.js';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const descriptor = { maxDeliveryCount: 5 } as ListFunction;

describe('SuspectElements', () => {
  let clock: ManualClock;
  let held: HeldElements;
  let suspects: SuspectElements;
  let ended: AbortController;
  let commands: RedisCommand[];
  let failures: number;
  let recoveries: number;
  let answer: () => unknown;
  let lease: { held: string; name: string; isLost: boolean; renewals: number; renew: () => Promise<void> };

  beforeEach(() => {
    clock = new ManualClock();
    held = new HeldElements();
    ended = new AbortController();
    commands = [];
    failures = 0;
    recoveries = 0;
    answer = () => 1;
    lease = {
      held: '{orders}:held',
      name: 'me',
      isLost: false,
      renewals: 0,
      renew: () => Promise.resolve(void (lease.renewals += 1)),
    };
    suspects = new SuspectElements({
      descriptor,
      held,
      command: {
        send: async (command) => {
          commands.push(command);
          await settled();
          return answer();
        },
      },
      observer: { failed: () => (failures += 1), recovered: () => (recoveries += 1) },
      clock,
      ended: ended.signal,
    });
  });

  /** An element that was with so many processes when they died. */
  function hold(deaths: number): ListElement {
    const element = new ListElement('orders', Buffer.from('a'), deaths + 1);
    const receipt = { element, lease: lease as unknown as Lease, id: 'me.1.0', state: 'waiting' } as const;
    held.addPopped([receipt]);
    return element;
  }

  const refuse = (): never => {
    throw new Error('Connection is closed.');
  };

  it('are those that were with several processes when they died, and are held here', () => {
    expect(suspects.suspectAmong([hold(0)])).to.equal(undefined);
    expect(suspects.suspectAmong([hold(0), hold(4)])).not.to.equal(undefined);
    expect(suspects.suspectAmong([new ListElement('orders', Buffer.from('b'), 5)])).to.equal(undefined);
  });

  it('are unmarked only when Redis has answered, and again where it could not be asked', async () => {
    answer = refuse;
    let isUnmarked = false;
    const unmarking = suspects
      .suspectAmong([hold(4)])
      ?.unmark?.()
      .then(() => (isUnmarked = true));
    await clock.whenAsleep();
    expect([isUnmarked, failures, recoveries]).to.deep.equal([false, 1, 0]);
    answer = () => 1;
    await clock.advance(60_000);
    await unmarking;
    expect(commands).to.deep.equal(Array.from({ length: 2 }, () => ['HDEL', '{orders}:held', 'alone:me']));
    expect(recoveries).to.equal(1);
  });

  it('do not begin where the process does not hold them any more, and the lease is looked for', async () => {
    const suspect = suspects.suspectAmong([hold(4)]);
    expect(await suspect?.mark?.()).to.equal(true);
    answer = () => 0;
    expect(await suspect?.mark?.()).to.equal(false);
    expect(lease.renewals).to.equal(0);
    answer = () => -1;
    expect(await suspect?.mark?.()).to.equal(false);
    expect(lease.renewals).to.equal(1);
  });

  it('are not asked for again when the lease is lost, or after the stop', async () => {
    answer = refuse;
    const suspect = suspects.suspectAmong([hold(4)]);
    const marking = suspect?.mark?.();
    await clock.whenAsleep();
    lease.isLost = true;
    await clock.advance(60_000);
    expect(await marking, 'its handler runs, as far as is known').to.equal(true);
    lease.isLost = false;
    const unmarking = suspect?.unmark?.();
    await clock.whenAsleep();
    ended.abort();
    await unmarking;
    expect(commands).to.have.length(2);
  });
});
