import { isError } from '../../errors/describe-error.js';

/** An error that Redis replied with. Replies are turned into it where they come in, and nowhere else. */
export class RedisReplyError extends Error {
  /** As ioredis calls it, so that logs say what people search for. */
  override readonly name = 'ReplyError';
  /** The word that it begins with, such as `WRONGTYPE`; most begin with `ERR`. */
  readonly prefix: string;

  /** @param prefix what it means, where its text begins otherwise */
  constructor(message: string, { prefix, cause }: { prefix?: string; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.prefix = prefix ?? /^[A-Z]+(?=\b)/.exec(message)?.[0] ?? '';
  }
}

/**
 * Whether Redis replied with an error that begins so: one of these prefixes (`'WRONGTYPE'`), or, for what has only `ERR`,
 * the prefix and the words behind it (`'ERR no such key'`), in whatever case, because that differs between versions.
 */
export function isReply(error: unknown, ...beginnings: readonly string[]): error is RedisReplyError {
  return (
    error instanceof RedisReplyError &&
    beginnings.some((beginning) =>
      beginning.includes(' ')
        ? error.message.slice(0, beginning.length).toLowerCase() === beginning.toLowerCase()
        : error.prefix === beginning,
    )
  );
}

/** What a command of ioredis rejected with. Drops what ioredis keeps on its errors: the arguments of AUTH are a password. */
export function asReplyError(thrown: unknown): Error {
  if (!isError(thrown)) return new Error(String(thrown));
  return thrown.name === 'ReplyError' ? new RedisReplyError(thrown.message) : thrown;
}
