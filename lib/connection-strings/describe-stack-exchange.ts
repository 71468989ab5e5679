import { azureImpliesTls } from './azure-tls.js';
import type { ConnectionDescription, SocketEndpoint } from './connection-description.js';
import type { Refuse } from './connection-string-refusal.js';
import { distinctEndpoints } from './endpoint-text.js';
import type { HostAndPort } from './parse-endpoint.js';
import { readFlag, readNumber } from './read-value.js';
import type { StackExchangeKeyword } from './stack-exchange-keywords.js';

export type StackExchangeEndpoint = HostAndPort | SocketEndpoint;
type Values = ReadonlyMap<StackExchangeKeyword, string>;

/** Makes the description of what was read: defaults, units, and what goes with what. */
export function describeStackExchange(
  endpoints: readonly StackExchangeEndpoint[],
  values: Values,
  refuse: Refuse,
): ConnectionDescription {
  if (endpoints.length === 0) throw refuse('has no endpoint', 'Begin it with host:port.');
  const tls = readFlag(values, 'ssl', refuse) ?? azureImpliesTls(endpoints.filter((each) => 'host' in each));
  const serviceName = values.get('serviceName');
  const defaultPort = serviceName ? 26_379 : tls ? 6380 : 6379;
  const keepAlive = readNumber(values, 'keepAlive', -1, refuse) ?? 0;
  return withoutAbsent({
    endpoints: distinctEndpoints(
      endpoints.map((each) => ('path' in each ? each : { host: each.host, port: each.port ?? defaultPort })),
    ),
    serviceName,
    cluster: endpoints.length > 1 && !serviceName ? true : undefined,
    tls,
    tlsServerName: values.get('sslHost'),
    ...readAccount(values, refuse),
    ...(serviceName && readSentinelAccount(values, refuse)),
    database: readNumber(values, 'defaultDatabase', 0, refuse),
    clientName: values.get('name'),
    connectTimeoutInMs: readNumber(values, 'connectTimeout', 1, refuse),
    keepAliveInMs: keepAlive > 0 ? keepAlive * 1000 : undefined,
  });
}

function readAccount(values: Values, refuse: Refuse): Partial<ConnectionDescription> {
  const username = values.get('user');
  const password = values.get('password');
  if (username && !password) throw refuse('has "user" without "password"', remedyForUser);
  return { username, password };
}

/** As StackExchange.Redis: what is not given is that of Redis itself; an empty password is none. */
function readSentinelAccount(values: Values, refuse: Refuse): Partial<ConnectionDescription> {
  const sentinelUsername = values.get('sentinelUser') ?? values.get('user');
  const sentinelPassword = values.get('sentinelPassword') ?? values.get('password');
  if (sentinelPassword) return { sentinelUsername, sentinelPassword };
  if (values.get('sentinelUser')) throw refuse('has "sentinelUser" without a password', remedyForUser);
  return {};
}

const remedyForUser = 'Add the password; for a user with nopass any text will do.';

/** Leaves out what was not given, or given as nothing. */
function withoutAbsent(description: ConnectionDescription): ConnectionDescription {
  const given = Object.entries(description).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(given) as unknown as ConnectionDescription;
}
