import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import type { StreamFunction } from '../../lib/functions/function-descriptor.js';
import type { Clock } from '../../lib/time/clock.js';
import { dropMissingEntries } from '../../lib/redis/commands/lua/drop-missing-entries.js';
import { hasEntry } from '../../lib/redis/commands/lua/look-at-stream.js';
import { EntryRemoval } from '../../lib/stream/entries/entry-removal.js';
import { GroupPositions } from '../../lib/stream/reading/group-positions.js';
import { HeldEntries } from '../../lib/stream/entries/held-entries.js';
import { Leases } from '../../lib/stream/redelivery/leases.js';
import { MissingEntries } from '../../lib/stream/redelivery/missing-entries.js';
import { PendingCommands } from '../../lib/stream/entries/pending-commands.js';
import type { RedeliveryOptions } from '../../lib/stream/redelivery/redelivery-options.js';
import { SuspectTurns } from '../../lib/stream/redelivery/suspect-turns.js';
import { RedeliverySchedule } from '../../lib/stream/redelivery/redelivery-schedule.js';
import { LoopLiveness } from '../../lib/time/loop-liveness.js';
import { StreamIntake } from '../../lib/stream/reading/stream-intake.js';
import { ManualClock } from './manual-clock.js';

/** The parts of redelivery, as consumer `me` of the stream `orders`, with a Redis that answers what a spec says, and has all entries but those that are gone. */
export function redeliveryParts(
  answer: (command: RedisCommand) => unknown,
  changes: Partial<RedeliveryOptions> = {},
  clock: Clock = new ManualClock(),
  gone: readonly string[] = [],
): RedeliveryOptions & { readonly intake: StreamIntake } {
  const answerAll = (command: RedisCommand): unknown => {
    if (command[1] === dropMissingEntries.sha) return [[], 0, command.length - 5];
    return command[1] === hasEntry.sha ? Number(!gone.includes(String(command.at(-1)))) : answer(command);
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
  const ignore = (): void => undefined;
  const observer = { failed: ignore, recovered: ignore, lost: ignore, tookOver: ignore, ...changes.observer };
  const consumer = 'me';
  const common = { held, pending, clock, claimIdleInMs: 60_000 };
  const missing = new MissingEntries({ ...common, observer, consumer, deletesHandled: false, place: 'A.b' });
  const schedule = new RedeliverySchedule({ descriptor, clock, observer });
  const intake = new StreamIntake({ keys: ['orders'], held, claimIdleInMs: 60_000, sweeps: schedule });
  return {
    descriptor,
    consumer,
    client,
    clock,
    liveness: new LoopLiveness(),
    schedule,
    quiescing: new AbortController(),
    observer: observer as unknown as RedeliveryOptions['observer'],
    window: { add: () => undefined, roomToStart: 1, whenRoomToStart: () => Promise.resolve() },
    suspectTurns: new SuspectTurns(),
    held,
    pending,
    missing,
    removal: new EntryRemoval(descriptor),
    leases: new Leases({ ...common, missing }),
    positions: new GroupPositions(),
    readers: { intakeOf: () => intake, hurry: ignore },
    deadLetters: { giveUp: () => Promise.resolve() },
    intake,
    ...changes,
  };
}
