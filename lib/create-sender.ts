import type { ConnectionOption } from './connections/connection-option.js';
import type { EmbeddedRedis } from './connections/embedded-connection.js';
import { scrubbedDescription } from './logging/scrubbed-description.js';
import { Secrets } from './logging/secrets.js';
import { runtimeSettings } from './runtime/build/runtime-settings.js';
import { checkSenderOptions } from './sending/check-sender-options.js';
import { Sender } from './sending/sender.js';
import type { SenderConnections } from './sending/sender-connections.js';
import { defaultTimeoutInMs } from './sending/sender-surroundings.js';
import type { SettingsSource } from './settings/settings-source.js';

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
  let opening: Promise<SenderConnections> | undefined;
  // With the first message: a program that only says what it sends, or is being tested, loads no client.
  const open = (): Promise<SenderConnections> =>
    (opening ??= import('./sending/sender-connections.js').then(
      ({ SenderConnections }) => new SenderConnections({ given, settings: sources, secrets, openEmbedded }),
    ));
  return new Sender({
    settings: sources,
    resolve: async (reference, place) => (await open()).resolve(reference, place),
    connect: async (target) => (await open()).connect(target),
    describeError: scrubbedDescription(secrets),
    timeoutInMs,
    close: async () => (await opening)?.close(),
  });
}

/** Here, above all folders, because what sends must not know where an embedded Redis comes from. */
async function openEmbedded(port: number): Promise<EmbeddedRedis> {
  const { FakeRedis } = await import('./testing/fake/fake-redis.js');
  const redis = new FakeRedis();
  await redis.listen(port);
  return redis;
}
