import { RedisTriggersError } from '../../errors/redis-triggers-error.js';

/** A connection closed before the reply to a command that may have taken effect: what it took is gone. */
export class ReplyLostError extends RedisTriggersError {}
