import type { InvocationContext } from '../messages/invocation-context.js';
import type { RawMessage } from '../messages/raw-message.js';
import type { RedisMessageModel } from '../messages/redis-message-model.js';

/** What `@Inject(REQUEST)` gives to what is made for one invocation, and what durable strategies look at. */
export class RedisTriggersRequest {
  /** Tells it from requests of other kinds. */
  readonly type = 'redis-triggers';

  /** @internal */
  constructor(
    /** The invocation, with its function id, its attempt, its signal and its logger. */
    readonly context: InvocationContext,
  ) {}

  /** The message; the first one with `batch: true`. */
  get message(): RedisMessageModel {
    return (this.context.messages[0] as RawMessage).toModel();
  }

  /** The payload, decoded and validated; the first one with `batch: true`, undefined where the function has none. */
  get payload(): unknown {
    return this.context.payloads[0];
  }
}
