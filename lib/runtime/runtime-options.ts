import type { DependencyContainer } from 'tsyringe';
import type { ConnectionOption } from '../connection/connection-option.js';
import type { Container } from '../di/container.js';
import type { Middleware } from '../messages/middleware.js';
import type { Logger } from '../logging/logger.js';
import type { Class } from '../metadata/class.js';
import type { SettingsSource } from '../settings/settings-source.js';
import type { Clock } from '../time/clock.js';

/** What `createRuntime` takes. */
export interface RuntimeOptions {
  /** The handler classes; or file patterns, relative to the working directory, of modules that export some. */
  handlers: readonly (Class | string)[];
  /** Connections by name: a connection string, ioredis options, or a function that makes a client. */
  connections?: Readonly<Record<string, ConnectionOption>>;
  /** Settings that come before those of the environment and of `local.settings.json`. */
  settings?: Readonly<Record<string, string>> | SettingsSource;
  /** A tsyringe container, or any other that implements `Container`. Default: tsyringe's global container. */
  container?: DependencyContainer | Container;
  /** A pino logger or one like it; `false` for silence. Default: JSON lines on the standard error stream. */
  logger?: Logger | false;
  /** Runs around every attempt of every function; the first is the outermost. */
  middleware?: readonly Middleware[];
  /** The longest that `stop()` may take, in milliseconds. Default 10,000. */
  shutdownTimeoutInMs?: number;
  /** The default of the pub/sub option of the same name. Default false. */
  configureKeyspaceNotifications?: boolean;
  /** Where time comes from; for tests. Default: the system's clock. */
  clock?: Clock;
}
