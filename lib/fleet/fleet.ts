import { clipped } from '../errors/clipped.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { fleetPause } from '../redis/commands/lua/fleet-pause.js';
import { runScript } from '../redis/commands/run-script.js';
import type { CommandClient } from '../redis/commands/clients.js';
import { checkPauseOptions, type PauseOptions } from '../runtime/pause/pause-options.js';
import { askPauses } from './ask-pauses.js';
import { summarize, type FleetFunction } from './fleet-function.js';
import type { FleetKeys } from './fleet-keys.js';
import { pauseOf, type FleetPause } from './fleet-pauses.js';
import { readProcess, type FleetProcess } from './fleet-process.js';
import { checkMinutes, readHistories, readHistory } from './histories.js';
import type { FleetMinute } from './minute-counters.js';

export interface FleetServices {
  readonly client: CommandClient;
  readonly keys: FleetKeys;
  /** Does what asks Redis, and rejects with REDIS_UNREACHABLE where it does not answer in time. */
  readonly ask: <Reply>(act: () => Promise<Reply>) => Promise<Reply>;
  readonly close: () => void;
}

/**
 * All processes that run the same functions, as Redis knows them: to look at and to steer, without any handler. Made by
 * `connectFleet`. What it asks rejects with REDIS_UNREACHABLE where Redis does not answer in time.
 */
export class Fleet implements AsyncDisposable {
  /** @internal */
  constructor(private readonly services: FleetServices) {}

  /** The processes that live, those that started first at the front. One that dies is shown for up to three heartbeats. */
  async processes(): Promise<FleetProcess[]> {
    const { client, keys, ask } = this.services;
    return ask(async () => {
      const ids = (await client.send(['ZRANGE', keys.processes, 0, -1])) as readonly unknown[];
      const texts = await Promise.all(
        ids.map((id) => client.send(['HGET', keys.process(String(id)), 'process'])),
      );
      return texts
        .flatMap((text) => (Buffer.isBuffer(text) ? (readProcess(text.toString()) ?? []) : []))
        .sort((one, other) => one.startedAt.getTime() - other.startedAt.getTime());
    });
  }

  /** The functions of all processes, and those that are paused although no process has them, by their ids. */
  async functions(): Promise<FleetFunction[]> {
    const [processes, pauses] = await Promise.all([this.processes(), this.pauses()]);
    return summarize(processes, pauses);
  }

  /** The pauses of the whole fleet. Those of single processes (`runtime.pause`) are in `processes()`. */
  async pauses(): Promise<FleetPause[]> {
    const { client, keys, ask } = this.services;
    return ask(() => askPauses(client, keys));
  }

  /**
   * Pauses a function in all processes of the fleet, also in those that start later, until it is resumed. Each process
   * notices within about a second, and then does as `runtime.pause` says. Takes the place of a pause before; of two calls
   * at once the one holds that Redis sees last. Also where no process has the function at present.
   *
   * @param options.forInMs after how long it is resumed by itself, by the clock of Redis; default: never
   * @throws RedisTriggersError RUNTIME_OPTION_INVALID
   */
  async pause(functionId: string, options: PauseOptions = {}): Promise<FleetPause> {
    assertFunctionId(functionId, 'fleet.pause');
    checkPauseOptions(options, 'fleet.pause');
    const { client, keys, ask } = this.services;
    const asked = () => runScript(client, fleetPause, [keys.pauses], [functionId, options.forInMs ?? 0]);
    const [until, since] = (await ask(asked)) as [number, number];
    return pauseOf(functionId, until, since);
  }

  /**
   * Ends the pause of the fleet. A process that has paused the function itself keeps it paused. Resolves with whether there
   * was a pause.
   */
  async resume(functionId: string): Promise<boolean> {
    assertFunctionId(functionId, 'fleet.resume');
    const { client, keys, ask } = this.services;
    return Number(await ask(() => client.send(['HDEL', keys.pauses, functionId]))) === 1;
  }

  /**
   * What all processes have done with the messages of one function, minute by minute, the oldest first and the present one
   * last; a minute without any is there as well.
   *
   * @param minutes how many, from 1 to 480, which is as long as they are kept. Default 60
   */
  async history(functionId: string, minutes = 60): Promise<FleetMinute[]> {
    checkMinutes(minutes, 'fleet.history');
    const { client, keys, ask } = this.services;
    return ask(() => readHistory(client, keys, functionId, minutes));
  }

  /** The same of all functions that handled something in that time, by their ids. Reads all counters: for short times. */
  async histories(minutes = 60): Promise<ReadonlyMap<string, readonly FleetMinute[]>> {
    checkMinutes(minutes, 'fleet.histories');
    const { client, keys, ask } = this.services;
    return ask(() => readHistories(client, keys, minutes));
  }

  /** Closes the connection. */
  close(): Promise<void> {
    this.services.close();
    return Promise.resolve();
  }

  /** Closes: `await using fleet = await connectFleet(…)`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function assertFunctionId(functionId: unknown, place: string): void {
  if (typeof functionId === 'string' && functionId !== '') return;
  const what = `the id of the function must be a text that is not empty, not ${clipped(String(functionId))}`;
  throw new RedisTriggersError({ code: 'RUNTIME_OPTION_INVALID', place, what });
}
