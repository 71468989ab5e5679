import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { RedisCommand } from '../commands/command-sender.js';
import { isLeftRaw } from '../commands/left-raw.js';
import { explainServerError } from '../errors/explain-cluster-error.js';
import { asReplyError } from '../errors/redis-reply-error.js';
import { ReplyLostError } from '../errors/reply-lost-error.js';
import type { CommandExchange } from '../ioredis/command-exchange.js';
import { endOfRound } from '../../time/event-loop.js';
import { readOwnError } from '../ioredis/own-errors.js';
import type { ClientRequest } from './client-request.js';
import type { PendingReplies } from './pending-replies.js';
import type { ResponseWatch } from './response-watch.js';

/**
 * Sends the commands of one connection, and settles each of them. ioredis alone leaves a command unsettled when its
 * connection closes, or sends it again, which may lose data.
 */
export class SentCommands {
  constructor(private readonly options: SentCommandsOptions) {}

  /** How many were written and not answered yet. */
  get unanswered(): number {
    const { pending, exchange } = this.options;
    return pending.size - exchange.heldBack;
  }

  /** Sends a command that may wait on the server for `blocksInMs`. */
  send(command: RedisCommand, blocksInMs: number): Promise<unknown> {
    const { exchange, pending, watch } = this.options;
    return new Promise((resolve, reject) => {
      const bytesBefore = exchange.bytes;
      // Before it counts as pending, because ioredis may throw at once, such as for an argument that it cannot write.
      const sent = exchange.send(command);
      const reply = pending.add(blocksInMs, exchange.bytes - bytesBefore, reject);
      watch.start();
      sent.then(
        (answer) => {
          pending.answered(reply);
          resolve(exchange.replyOf(answer, isLeftRaw(command)));
        },
        (thrown: unknown) => {
          pending.answered(reply);
          const error = asReplyError(thrown);
          if (readOwnError(error) !== 'notWritable') {
            reject(this.explained(error));
            return;
          }
          // The connection has ended, and ioredis learns of it within this round of the event loop. Whoever tries again as
          // soon as there is a connection would be told at once that there is one, and nothing else would run any more.
          void endOfRound().then(() => reject(this.lost('the connection has ended', false)));
        },
      );
    });
  }

  /** Rejects, because the connection is not ready. */
  refuse(): Promise<never> {
    return Promise.reject(this.lost('the connection is not ready', false));
  }

  /**
   * Rejects what will never be answered; the error says which commands may have taken effect. A read that waits takes
   * messages at the moment of its reply. So it has most likely taken nothing if no byte of its reply came, unless it
   * was we who gave the connection up.
   */
  rejectAll(isGivenUp: boolean): void {
    const { exchange, pending } = this.options;
    const hasBegun = exchange.isMidReply;
    pending.rejectAll(({ waits }, isOldest) => {
      const mayHaveRun = isGivenUp || !waits || (isOldest && hasBegun);
      return this.lost('the connection closed before Redis answered', mayHaveRun);
    });
  }

  /** In a cluster the error stays as it is, because its sender follows what the node says. */
  private explained(error: Error): Error {
    const { cluster, connection } = this.options.request;
    return cluster ? error : explainServerError(error, connection);
  }

  private lost(what: string, mayHaveRun: boolean): RedisTriggersError {
    const LostError = mayHaveRun ? ReplyLostError : RedisTriggersError;
    return new LostError({ code: 'CONNECTION_LOST', place: this.options.request.connection, what });
  }
}

export interface SentCommandsOptions {
  readonly request: ClientRequest;
  readonly exchange: CommandExchange;
  readonly pending: PendingReplies;
  /** Begins to look for missing replies with the first command. */
  readonly watch: Pick<ResponseWatch, 'start'>;
}
