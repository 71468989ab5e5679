import type { ConnectionOption } from '../connections/connection-option.js';
import type { Container } from '../di/container.js';
import type { TsyringeLike } from '../di/tsyringe-like.js';
import type { Middleware } from '../messages/middleware.js';
import type { Logger } from '../logging/logger.js';
import type { Class } from '../metadata/class.js';
import type { SettingsSource } from '../settings/settings-source.js';
import type { Clock } from '../time/clock.js';

/** The options of `createRuntime`. */
export interface RuntimeOptions {
  /** Handler classes, or glob patterns, relative to the working directory, of modules that export some. */
  handlers: readonly (Class | string)[];
  /** Connections by name: a connection string, ioredis options, or a function that makes a client. */
  connections?: Readonly<Record<string, ConnectionOption>>;
  /** Settings that take precedence over the environment and `local.settings.json`. */
  settings?: Readonly<Record<string, string>> | SettingsSource;
  /** A tsyringe container, or an implementation of `Container`. Default: tsyringe's global container, which needs tsyringe. */
  container?: TsyringeLike | Container;
  /** A pino logger or a compatible one; `false` for none. Default: lines on standard error, readable at a terminal, else JSON. */
  logger?: Logger | false;
  /** Runs around every attempt of every function; the first is the outermost. */
  middleware?: readonly Middleware[];
  /** The longest that `stop()` may take, in milliseconds. Default 10,000. */
  shutdownTimeoutInMs?: number;
  /** The default for the pub/sub option of the same name. Default false. */
  configureKeyspaceNotifications?: boolean;
  /** The source of time, for tests. Default: the system clock. */
  clock?: Clock;
}
