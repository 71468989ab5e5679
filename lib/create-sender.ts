import type { ConnectionOption } from './connections/connection-option.js';
import { ConnectionCatalog } from './connections/connection-catalog.js';
import { Connections } from './connections/connections.js';
import { scrubbedDescription } from './logging/scrubbed-description.js';
import { Secrets } from './logging/secrets.js';
import { runtimeSettings } from './runtime/build/runtime-settings.js';
import { checkSenderOptions } from './sending/check-sender-options.js';
import { Sender } from './sending/sender.js';
import { defaultTimeoutInMs } from './sending/sender-surroundings.js';
import type { SettingsSource } from './settings/settings-source.js';
import { systemClock } from './time/system-clock.js';

/** The options of `createSender`. */
export interface SenderOptions {
  /** Connections by name, as of `createRuntime`. Default: none; names are then looked up in the settings. */
  readonly connections?: Readonly<Record<string, ConnectionOption>>;
  /** Settings, as of `createRuntime`. */
  readonly settings?: Readonly<Record<string, string>> | SettingsSource;
  /** How long a send may take in all, in milliseconds, connecting included. Default 5,000. */
  readonly timeoutInMs?: number;
}

/**
 * Makes a sender with connections of its own, for programs without handlers; a runtime has one in `runtime.sender`. Connects
 * with the first message; close it at the end, because an open connection keeps the process alive.
 *
 * @throws RedisTriggersError SEND_OPTION_INVALID, SETTINGS_FILE_INVALID
 */
export function createSender(options: SenderOptions = {}): Sender {
  checkSenderOptions(options);
  const { connections: given = {}, settings, timeoutInMs = defaultTimeoutInMs } = options;
  const secrets = new Secrets();
  const sources = runtimeSettings(settings);
  const catalog = new ConnectionCatalog(given, sources, secrets);
  const connections = new Connections(systemClock, () => () => undefined);
  const { embedded } = catalog;
  let opening: Promise<void> | undefined;
  const openEmbedded = async (): Promise<void> => {
    // Above all folders, because what sends must not know where an embedded Redis comes from.
    const { FakeRedis } = await import('./testing/fake/fake-redis.js');
    const redis = new FakeRedis();
    embedded.provide(redis);
    await redis.listen(embedded.port ?? 0);
  };
  return new Sender({
    settings: sources,
    resolve: (reference, place) => catalog.resolve(reference, place),
    async connect(target) {
      if (embedded.port !== undefined) await (opening ??= openEmbedded());
      return connections.command(target);
    },
    describeError: scrubbedDescription(secrets),
    timeoutInMs,
    async close() {
      connections.close();
      await embedded.provided?.close();
    },
  });
}
