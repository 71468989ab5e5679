import type { ConnectionOption } from '../connections/connection-option.js';
import { ConnectionCatalog } from '../connections/connection-catalog.js';
import { Connections } from '../connections/connections.js';
import { checkOptions } from '../errors/check-options.js';
import { throwProblems } from '../errors/redis-triggers-error.js';
import { mustBeObject, mustBeText, mustBeWholeNumber } from '../errors/value-checks.js';
import { scrubbedDescription } from '../logging/scrubbed-description.js';
import { Secrets } from '../logging/secrets.js';
import { runtimeSettings } from '../runtime/build/runtime-settings.js';
import type { SettingsSource } from '../settings/settings-source.js';
import { systemClock } from '../time/system-clock.js';
import type { Fleet } from './fleet.js';
import { mustBeFleetName } from './fleet-options.js';
import { openFleet } from './open-fleet.js';

/** The options of `connectFleet`. */
export interface ConnectFleetOptions {
  /** The connection whose Redis holds the fleet's keys: a name, or a connection string. */
  readonly connection: string;
  /** The fleet's name. Default `default`. */
  readonly name?: string;
  /** Connections by name, as of `createRuntime`. */
  readonly connections?: Readonly<Record<string, ConnectionOption>>;
  /** Settings, as of `createRuntime`. */
  readonly settings?: Readonly<Record<string, string>> | SettingsSource;
  /** How long one question to Redis may take, connecting included, in milliseconds. Default 5,000. */
  readonly timeoutInMs?: number;
}

const place = 'connectFleet';

/**
 * Connects to what the processes of a fleet tell in Redis, without any handler. Resolves without waiting for Redis: each
 * question waits for it, and goes on after a lost connection.
 *
 * @throws RedisTriggersError for all problems of the options and the connection
 */
// eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to be a rejection
export async function connectFleet(options: ConnectFleetOptions): Promise<Fleet> {
  throwProblems(checkConnectFleetOptions(options), place);
  const { name, connections: given = {}, timeoutInMs = 5_000 } = options;
  const secrets = new Secrets();
  const catalog = new ConnectionCatalog(given, runtimeSettings(options.settings), secrets);
  const target = catalog.resolve(options.connection, place);
  const connections = new Connections(systemClock, () => () => undefined);
  return openFleet(name, {
    client: connections.command(target),
    target,
    timeoutInMs,
    describeError: scrubbedDescription(secrets),
    close: () => connections.close(),
  });
}

function checkConnectFleetOptions(options: unknown): ReturnType<typeof checkOptions> {
  return checkOptions(options, {
    place,
    code: 'RUNTIME_OPTION_INVALID',
    checks: {
      connection: mustBeText,
      name: mustBeFleetName,
      connections: mustBeObject,
      settings: mustBeObject,
      timeoutInMs: mustBeWholeNumber(1, 3_600_000),
    },
    required: ['connection'],
  });
}
