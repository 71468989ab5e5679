import type { ConnectionTarget } from '../connections/connection-target.js';
import type { DescribeError } from '../errors/describe-error.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { CommandClient } from '../redis/commands/clients.js';
import { whenAborted } from '../time/when-aborted.js';
import { withPatience } from '../time/with-patience.js';

export interface AskInTimeOptions {
  readonly client: CommandClient;
  readonly target: Pick<ConnectionTarget, 'name' | 'label'>;
  readonly timeoutInMs: number;
  /** Keeps passwords out of what is said. */
  readonly describeError: DescribeError;
}

/** Makes what asks Redis wait for its connection, and reject with REDIS_UNREACHABLE where that takes too long. */
export function askInTime({ client, target, timeoutInMs, describeError }: AskInTimeOptions) {
  let connectionError: unknown;
  client.onError((error) => (connectionError = error));
  const late = (): RedisTriggersError => {
    if (connectionError instanceof RedisTriggersError) return connectionError;
    const waited = `no answer within ${timeoutInMs} ms`;
    const reason = connectionError === undefined ? waited : describeError(connectionError).message;
    const what = `Redis at ${target.label} cannot be reached: ${reason}`;
    return new RedisTriggersError({ code: 'REDIS_UNREACHABLE', place: target.name, what });
  };
  return <Reply>(act: () => Promise<Reply>): Promise<Reply> =>
    withPatience(timeoutInMs, new AbortController().signal, async (patience) => {
      const tooLate = whenAborted(patience).then(() => {
        throw late();
      });
      // It may be over in time, and nobody waits for this then.
      tooLate.catch(() => undefined);
      await Promise.race([client.whenReady(patience), tooLate]);
      if (!client.isReady) throw late();
      connectionError = undefined;
      return Promise.race([act(), tooLate]);
    });
}
