import type { RedisCommand } from '../../lib/connection/command-sender.js';
import type { StreamFunction } from '../../lib/functions/function-descriptor.js';
import type { Clock } from '../../lib/time/clock.js';
import { dropMissingEntries } from '../../lib/scripts/drop-missing-entries.js';
import { EntryRemoval } from '../../lib/stream/entry-removal.js';
import { GroupPositions } from '../../lib/stream/group-positions.js';
import { HeldEntries } from '../../lib/stream/held-entries.js';
import { Leases } from '../../lib/stream/leases.js';
import { LoneRuns } from '../../lib/stream/lone-runs.js';
import { MissingEntries } from '../../lib/stream/missing-entries.js';
import { PendingCommands } from '../../lib/stream/pending-commands.js';
import type { RedeliveryParts } from '../../lib/stream/redelivery-parts.js';
import { StreamIntake } from '../../lib/stream/stream-intake.js';
import { ManualClock } from './manual-clock.js';

/** The parts of redelivery, as consumer `me` of the stream `orders`, with a Redis that answers what a spec says, and has all entries. */
export function redeliveryParts(
  answer: (command: RedisCommand) => unknown,
  changes: Partial<RedeliveryParts> = {},
  clock: Clock = new ManualClock(),
): RedeliveryParts & { readonly intake: StreamIntake } {
  const answerAll = (command: RedisCommand): unknown => {
    if (command[1] === dropMissingEntries.sha) return [[], 0];
    return command[0] === 'XRANGE' ? [[Buffer.from('0-1'), []]] : answer(command);
  };
  const client = { send: (command: RedisCommand) => Promise.resolve().then(() => answerAll(command)) };
  const descriptor = {
    keys: ['orders'],
    consumerGroup: 'group',
    claimIdleInMs: 60_000,
    maxDeliveryCount: 5,
  } as unknown as StreamFunction;
  const held = new HeldEntries();
  const pending = new PendingCommands(client, 'group', 'me');
  const observer = { troubled: () => undefined, mended: () => undefined, lost: () => undefined };
  const consumer = 'me';
  const common = { held, pending, clock, claimIdleInMs: 60_000 };
  const missing = new MissingEntries({ ...common, observer, consumer, deletesHandled: false });
  const intake = new StreamIntake(held, 60_000, () => undefined);
  return {
    descriptor,
    consumer,
    client,
    clock,
    observer: observer as unknown as RedeliveryParts['observer'],
    window: { add: () => undefined, roomToStart: 1, whenRoomToStart: () => Promise.resolve() },
    loneRuns: new LoneRuns({ execute: () => [] }, true),
    held,
    pending,
    missing,
    removal: new EntryRemoval(descriptor),
    leases: new Leases({ ...common, missing }),
    positions: new GroupPositions(),
    intakeOf: () => intake,
    hurryReader: () => undefined,
    giveUp: () => Promise.resolve(),
    intake,
    ...changes,
  };
}
