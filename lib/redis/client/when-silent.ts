import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { systemClock } from '../../time/system-clock.js';
import { whenAborted } from '../../time/when-aborted.js';
import type { RedisClient } from './redis-client.js';

/**
 * Resolves when Redis has been silent for five seconds from this call on, and `isEnough` says that there is no more to
 * wait for; or when `signal` is aborted. Redis is silent when it leaves a PING unanswered on every connection for
 * commands, and no byte moves on any connection. Looks are counted and not time: after this process itself was
 * frozen, what has arrived meanwhile is read before the next look.
 */
export async function whenSilent(
  clients: () => readonly Answering[],
  isEnough: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  const asked = new Set<Answering>();
  let answers = 0;
  let movesSeen = -1;
  let looks = 0;
  while (!signal.aborted && answers === 0) {
    await systemClock.sleep(lookEveryInMs, signal);
    for (const client of clients()) {
      if (client.request.role !== 'command' || !client.isReady || asked.has(client)) continue;
      asked.add(client);
      void isAnswered(client).then((answered) => (answers += Number(answered)));
    }
    const moves = clients().reduce((sum, client) => sum + client.moves, 0);
    looks = moves === movesSeen ? looks + 1 : 0;
    movesSeen = moves;
    if (looks >= silentLooks && asked.size > 0 && answers === 0 && isEnough()) return;
  }
  await whenAborted(signal);
}

const lookEveryInMs = 1_000;

/** Redis counts as silent after so many looks in a row at which nothing had moved since the one before. */
const silentLooks = 4;

/** What a connection shows of whether Redis answers. */
type Answering = Pick<RedisClient, 'isReady' | 'moves' | 'send' | 'request'>;

/** A refusal is an answer as well; a connection that closed gives none. */
function isAnswered(client: Answering): Promise<boolean> {
  return client.send(['PING']).then(
    () => true,
    (error: unknown) => !(error instanceof RedisTriggersError),
  );
}
