import { isConnectionLost } from '../redis/errors/error-kind.js';
import { isReply, RedisReplyError } from '../redis/errors/redis-reply-error.js';
import { ReplyLostError } from '../redis/errors/reply-lost-error.js';
import { RetryDelays } from '../redis/errors/retry-delays.js';
import { hasCode } from '../errors/has-code.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { RedisCommand } from '../redis/commands/command-sender.js';
import type { CommandClient } from '../redis/commands/clients.js';
import { systemClock } from '../time/system-clock.js';
import { untilSettled } from '../time/until-settled.js';

/** What became of one command. */
export type CommandResult =
  | { readonly status: 'sent'; readonly reply: unknown }
  | { readonly status: 'notSent' | 'unknown'; readonly error: unknown };

/** What sending commands takes. */
export interface DispatchOptions {
  readonly client: Pick<CommandClient, 'isReady' | 'whenReady' | 'send'>;
  /** Sends one command; its reply. Default: as it is. */
  readonly send?: (command: RedisCommand) => Promise<unknown>;
  /** Aborted when the time is over. */
  readonly until: AbortSignal;
  /** Whether what may have been sent is sent again. */
  readonly repeats: boolean;
  /** Why the client is not ready, as far as that is known. */
  readonly whyNotReady: () => unknown;
}

/**
 * Sends commands in their order and in one write, and waits for the replies. What has surely not been run, because it could
 * not be written or because Redis said so for a reason that passes by itself, is sent again until the time is over;
 * nothing else is, unless it may be there twice. Never rejects.
 */
export async function dispatch(
  commands: readonly RedisCommand[],
  options: DispatchOptions,
): Promise<CommandResult[]> {
  const { client, until } = options;
  const results: (CommandResult | undefined)[] = commands.map(() => undefined);
  const delays = new RetryDelays();
  let open = [...commands.keys()];
  for (;;) {
    if (!client.isReady) await client.whenReady(until);
    if (client.isReady) await sendAll(open, commands, results, options);
    open = open.filter((index) => mayTryAgain(results[index], options.repeats));
    const [first] = open;
    if (first === undefined || until.aborted) return results.map((result) => result ?? notReady(options));
    await systemClock.sleep(delays.after(errorOf(results[first])), until);
  }
}

/** Notes the result of each, or, when the time is over, that nobody knows. */
async function sendAll(
  open: readonly number[],
  commands: readonly RedisCommand[],
  results: (CommandResult | undefined)[],
  options: DispatchOptions,
): Promise<void> {
  const { client, until, send = (command: RedisCommand) => client.send(command) } = options;
  const fresh = new Map<number, CommandResult>();
  const sends = open.map(async (index) => {
    try {
      const command = commands[index];
      if (command) fresh.set(index, { status: 'sent', reply: await send(command) });
    } catch (error) {
      fresh.set(index, { status: wasNotRun(error) ? 'notSent' : 'unknown', error });
    }
  });
  await untilSettled(Promise.all(sends), until);
  for (const index of open) {
    const result = fresh.get(index) ?? { status: 'unknown', error: noAnswer() };
    // What may have been sent once may be there, whatever became of it the second time.
    const wasUnknown = results[index]?.status === 'unknown' && result.status === 'notSent';
    results[index] = wasUnknown ? { ...result, status: 'unknown' } : result;
  }
}

/** Whether a command surely had no effect: Redis refused it, or it was never written. */
function wasNotRun(error: unknown): boolean {
  if (error instanceof RedisReplyError) return true;
  return error instanceof RedisTriggersError && !(error instanceof ReplyLostError);
}

/** What passes by itself: a failover, a server that starts, a slot on its way. */
const passing = ['READONLY', 'LOADING', 'MASTERDOWN', 'CLUSTERDOWN', 'TRYAGAIN', 'BUSY'];

function mayTryAgain(result: CommandResult | undefined, repeats: boolean): boolean {
  if (result === undefined) return true;
  if (result.status === 'sent') return false;
  if (result.status === 'unknown' && !repeats) return false;
  const { error } = result;
  return isConnectionLost(error) || hasCode(error, 'CLUSTER_DOWN') || isReply(error, ...passing);
}

function errorOf(result: CommandResult | undefined): unknown {
  return result && 'error' in result ? result.error : undefined;
}

function notReady({ whyNotReady }: DispatchOptions): CommandResult {
  return { status: 'notSent', error: whyNotReady() ?? new Error('Redis could not be reached in time') };
}

function noAnswer(): Error {
  return new Error('Redis did not answer in time');
}
