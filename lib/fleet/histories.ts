import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { CommandSender } from '../redis/commands/command-sender.js';
import { minuteOf, type FleetKeys } from './fleet-keys.js';
import { hashFields } from './hash-fields.js';
import { keptForInMs } from './heartbeat.js';
import { fieldsOfMinute, readMinute, type FleetMinute } from './minute-counters.js';

const mostMinutes = keptForInMs / 60_000;

/** Throws where so many minutes are not kept. */
export function checkMinutes(minutes: number, place: string): void {
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= mostMinutes) return;
  const what = `the number of minutes must be a whole number from 1 to ${mostMinutes}`;
  throw new RedisTriggersError({ code: 'RUNTIME_OPTION_INVALID', place, what });
}

/** What a fleet did with the messages of one function in the last minutes. */
export async function readHistory(
  client: CommandSender,
  keys: FleetKeys,
  functionId: string,
  minutes: number,
): Promise<FleetMinute[]> {
  const fields = fieldsOfMinute(functionId);
  const wanted = await lastMinutes(client, minutes);
  // All of one turn, so they are written together.
  const replies = wanted.map((minute) => client.send(['HMGET', keys.minute(minute), ...fields]));
  const values = (await Promise.all(replies)) as (readonly unknown[])[];
  return wanted.map((minute, index) => readMinute(minute, (values[index] ?? []).map(textOf)));
}

/** The same of every function that has counters in these minutes. */
export async function readHistories(
  client: CommandSender,
  keys: FleetKeys,
  minutes: number,
): Promise<ReadonlyMap<string, readonly FleetMinute[]>> {
  const wanted = await lastMinutes(client, minutes);
  const replies = await Promise.all(wanted.map((minute) => client.send(['HGETALL', keys.minute(minute)])));
  const counters = replies.map((reply) => new Map(hashFields(reply)));
  const ids = new Set(
    counters.flatMap((each) => [...each.keys()].map((field) => field.replace(/ \w+$/, ''))),
  );
  const histories = [...ids].sort().map((functionId): [string, FleetMinute[]] => {
    const fields = fieldsOfMinute(functionId);
    const read = (minute: number, index: number): FleetMinute =>
      readMinute(
        minute,
        fields.map((field) => counters[index]?.get(field)),
      );
    return [functionId, wanted.map(read)];
  });
  return new Map(histories);
}

/** The numbers of the last minutes by the clock of Redis, the present one last. */
async function lastMinutes(client: CommandSender, count: number): Promise<number[]> {
  const [seconds] = (await client.send(['TIME'])) as readonly unknown[];
  const present = minuteOf(Number(seconds) * 1_000);
  return Array.from({ length: count }, (_, index) => present - count + 1 + index);
}

function textOf(value: unknown): string | undefined {
  return Buffer.isBuffer(value) ? value.toString() : undefined;
}
