import { scrubbedDescription } from '../logging/scrubbed-description.js';
import { Secrets } from '../logging/secrets.js';
import { runtimeSettings } from '../runtime/build/runtime-settings.js';
import { Sender } from '../sending/sender.js';
import { defaultTimeoutInMs } from '../sending/sender-surroundings.js';
import { SenderConnections } from '../sending/sender-connections.js';
import type { EmbeddedOfApplication } from './embedded-of-application.js';
import type { BackendOfRegistration } from './nest-backend.js';
import type { RedisTriggersModuleOptions } from './nest-options.js';

/**
 * The sender of a registration, with connections of its own: requests may send before the runtime starts, and until after it
 * has stopped. It connects with the first message.
 */
export function nestSender(
  { connections: given = {}, settings }: RedisTriggersModuleOptions,
  embedded: EmbeddedOfApplication,
  { hooks = {} }: BackendOfRegistration,
): Sender {
  const secrets = new Secrets();
  const sources = runtimeSettings(settings);
  const connections = new SenderConnections({
    given,
    settings: sources,
    secrets,
    elsewhere: hooks,
    openEmbedded: () => embedded.share(),
  });
  return new Sender({
    settings: sources,
    resolve: (reference, place) => connections.resolve(reference, place),
    connect: (target) => connections.connect(target),
    describeError: scrubbedDescription(secrets),
    timeoutInMs: defaultTimeoutInMs,
    close: () => connections.close(),
  });
}
