import type { Engine } from '../engine/engine.js';

/**
 * Whether a client that connects from this address is turned away: without a password Redis serves nobody beyond the
 * machine it runs on, whatever address it listens on.
 */
export function isDenied(
  { config, users }: Pick<Engine, 'config' | 'users'>,
  { remote }: { readonly remote: string },
): boolean {
  return config.get('protected-mode') === 'yes' && users.default.needsNoPassword && !isLoopback(remote);
}

/** `127.0.0.1:40000`, `::1:40000`, or an IPv4 address as a socket for IPv6 shows it. */
function isLoopback(remote: string): boolean {
  return /^(::ffff:)?127\.|^::1:\d+$/.test(remote);
}

/** What Redis answers to such a client before it closes the connection. */
export const deniedText =
  'DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the default user. ' +
  'In this mode connections are only accepted from the loopback interface. If you want to connect from external computers to Redis ' +
  'you may adopt one of the following solutions: 1) Just disable protected mode sending the command ' +
  "'CONFIG SET protected-mode no' from the loopback interface by connecting to Redis from the same host the server is running, " +
  'however MAKE SURE Redis is not publicly accessible from internet if you do so. Use CONFIG REWRITE to make this change permanent. ' +
  '2) Alternatively you can just disable the protected mode by editing the Redis configuration file, and setting the protected mode ' +
  "option to 'no', and then restarting the server. 3) If you started the server manually just for testing, restart it with the " +
  "'--protected-mode no' option. 4) Setup a an authentication password for the default user. " +
  'NOTE: You only need to do one of the above things in order for the server to start accepting connections from the outside.';
