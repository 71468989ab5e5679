import type { Container } from '../../di/container.js';
import type { TsyringeLike } from '../../di/tsyringe-like.js';
import type { RawMessage } from '../../messages/raw-message.js';
import type { RedisMessageModel } from '../../messages/redis-message-model.js';
import type { RuntimeOptions } from '../../runtime/runtime-options.js';
import type { Override } from './override.js';

/** How `invoke` runs a handler. */
export interface InvokeOptions {
  /** Replacements for tokens in the container, such as `[[Shop, fakeShop]]`. */
  overrides?: readonly Override[];
  /** The parent of the container that is used, or a `Container` as it is. Default: tsyringe's global container. */
  container?: TsyringeLike | Container;
  /** Middleware like that of `createRuntime`; that of `@UseMiddleware` runs in any case. */
  middleware?: RuntimeOptions['middleware'];
  /** Which of the method's functions to run, if it has several triggers. */
  functionId?: string;
  /** What `@RedisInput` reads, by the command: `{ 'GET user:5': '{"name":"Ada"}' }`. What is not there reads nothing. */
  inputs?: Readonly<Record<string, string | Buffer>>;
}

/** A message for `invoke`: a model, or the raw form of the trigger. */
export type InvokeMessage = RedisMessageModel | RawMessage;
