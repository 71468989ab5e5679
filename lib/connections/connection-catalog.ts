import type { RedisOptions } from 'ioredis';
import { clipped } from '../errors/clipped.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { Secrets } from '../logging/secrets.js';
import type { SettingsSource } from '../settings/settings-source.js';
import type { ClusterOptions } from '../redis/cluster/cluster-options.js';
import { readClusterOption } from '../redis/cluster/read-cluster-option.js';
import type { ConnectionOption } from './connection-option.js';
import { connectionLabel } from '../connection-strings/connection-label.js';
import type { ConnectionTarget } from './connection-target.js';
import {
  readOnce,
  type Credentials,
  type CredentialsProvider,
  type RotatingOptions,
} from '../redis/credentials/credentials.js';
import { EmbeddedConnection, embeddedPort } from './embedded-connection.js';
import { endpointText } from '../connection-strings/endpoint-text.js';
import { findConnectionString } from './find-connection-string.js';
import { looksLikeConnectionString } from '../connection-strings/looks-like-connection-string.js';
import { clientsFromFunction, clientsFromOptions } from './make-client.js';
import { parseConnectionString } from '../connection-strings/parse-connection-string.js';
import { clusterNodes, redisOptions } from './redis-options.js';
import { addressOfCluster, addressOfDescription, addressOfOptions } from './server-address.js';

/** Where references lead that would lead somewhere else, or nowhere. */
export interface ReferencesElsewhere {
  /** Where every reference leads, whatever it is: for tests. */
  readonly everyConnection?: ConnectionOption;
  /** The connection string of references that lead nowhere: for development. */
  readonly unresolvedConnection?: string;
}

/**
 * The connections of a runtime: finds what a trigger's `connection` refers to, once for each reference.
 * Order: `createRuntime({ connections })`, then the settings, then a literal connection string.
 */
export class ConnectionCatalog {
  /** The Redis in this process, for connections whose string is `embedded`. */
  readonly embedded = new EmbeddedConnection();
  private readonly byReference = new Map<string, ConnectionTarget>();
  private readonly given: ReadonlyMap<string, ConnectionOption>;

  constructor(
    given: Readonly<Record<string, ConnectionOption>>,
    private readonly settings: SettingsSource,
    private readonly secrets: Secrets,
    private readonly elsewhere: ReferencesElsewhere = {},
  ) {
    this.given = new Map(Object.entries(given).map(([name, option]) => [name.toLowerCase(), option]));
  }

  /** The target that a reference leads to. Throws where it leads to none, saying so for `place`. */
  resolve(reference: string, place: string): ConnectionTarget {
    const known = this.byReference.get(reference);
    if (known) return known;
    const target = this.find(reference, place);
    this.byReference.set(reference, target);
    return target;
  }

  private find(reference: string, place: string): ConnectionTarget {
    const { everyConnection, unresolvedConnection } = this.elsewhere;
    if (everyConnection !== undefined) return this.replaced(reference, place, everyConnection);
    const given = this.given.get(reference.toLowerCase());
    if (given !== undefined) return this.fromOption(reference, given);
    const setting = findConnectionString(reference, this.settings);
    if (setting !== undefined) return this.fromString(setting, reference, reference);
    if (isLiteral(reference)) return this.fromString(reference, place);
    if (unresolvedConnection !== undefined)
      return this.fromString(unresolvedConnection, reference, reference);
    const names = [...this.given.keys()].join(', ') || 'none';
    throw new RedisTriggersError({
      code: 'CONNECTION_UNRESOLVED',
      place,
      what: `the connection "${clipped(reference)}" is neither in \`connections\` (${names}) nor in the settings`,
      remedy: `Set the environment variable ${clipped(reference)} to a connection string such as 127.0.0.1:6379, or to embedded for development.`,
    });
  }

  /** The name stays, so that what is shown is as it would be; a literal's secrets are kept out of it. */
  private replaced(reference: string, place: string, option: ConnectionOption): ConnectionTarget {
    const isLiteral = !this.given.has(reference.toLowerCase()) && looksLikeConnectionString(reference);
    const name = isLiteral ? this.fromString(reference, place).name : reference;
    return this.fromOption(name, option);
  }

  private fromOption(name: string, option: ConnectionOption): ConnectionTarget {
    if (typeof option === 'string') return this.fromString(option, name, name);
    if (typeof option === 'function') {
      return { name, label: 'a client function', makeClient: clientsFromFunction(option) };
    }
    assertNoClient(name, option);
    this.secrets.add(option.password ?? undefined);
    this.secrets.add(option.sentinelPassword ?? undefined);
    if ('cluster' in option) return this.fromCluster(name, option);
    if ('credentials' in option) return this.fromRotating(name, option);
    const makeClient = clientsFromOptions(option, name);
    const { db: database = 0 } = option;
    return { name, label: labelOf(option), database, address: addressOfOptions(option), makeClient };
  }

  private fromCluster(
    name: string,
    { cluster, natMap, credentials, ...options }: ClusterOptions,
  ): ConnectionTarget {
    const target =
      credentials === undefined
        ? { name, makeClient: clientsFromOptions(options, name) }
        : this.fromRotating(name, { credentials, ...options });
    const nodes = readClusterOption(cluster, options, name);
    const label = nodes.map(endpointText).join(',');
    const address = addressOfCluster(nodes, options);
    return { ...target, label, database: 0, address, cluster: { nodes, ...(natMap && { natMap }) } };
  }

  /** What the provider gives is a secret from the moment it is known. */
  private fromRotating(name: string, { credentials, ...options }: RotatingOptions): ConnectionTarget {
    assertOnlyCredentials(name, credentials, options);
    const keepSecret: CredentialsProvider = async () => {
      const given = readOnce(await credentials()) as Credentials;
      const { password } = (given ?? {}) as Partial<Credentials>;
      if (typeof password === 'string') this.secrets.rotate(credentials, password);
      return given;
    };
    return {
      name,
      label: labelOf(options),
      database: options.db ?? 0,
      address: addressOfOptions(options),
      credentials: keepSecret,
      makeClient: clientsFromOptions(options, name),
    };
  }

  /** A literal has no name of its own: it goes by its label, numbered where two have the same. */
  private fromString(text: string, place: string, ownName?: string): ConnectionTarget {
    const port = embeddedPort(text);
    if (port !== undefined) return this.embedded.target(ownName ?? 'embedded', port);
    const description = parseConnectionString(text, place);
    this.secrets.add(description.password);
    this.secrets.add(description.sentinelPassword);
    const label = connectionLabel(description);
    const name = ownName ?? this.unusedName(label);
    const cluster = clusterNodes(description, place);
    const address = addressOfDescription(description);
    const makeClient = clientsFromOptions(redisOptions(description, place), place);
    const { database = 0 } = description;
    return { name, label, database, address, makeClient, ...(cluster && { cluster }) };
  }

  private unusedName(label: string): string {
    const taken = new Set([...this.byReference.values()].map(({ name }) => name));
    let name = label;
    for (let number = 2; taken.has(name); number++) name = `${label}#${number}`;
    return name;
  }
}

/** JavaScript checks no types, and two passwords would leave open which one counts. */
function assertOnlyCredentials(
  place: string,
  credentials: unknown,
  { username, password }: RedisOptions,
): void {
  if (typeof credentials !== 'function') {
    const what = '`credentials` is not a function';
    const remedy = 'Use a function that resolves to a password and, where there is one, a username.';
    throw new RedisTriggersError({ code: 'CONNECTION_UNSUPPORTED', place, what, remedy });
  }
  if (!username && !password) return;
  const what = 'it has `credentials` and also a username or a password';
  throw new RedisTriggersError({ code: 'OPTION_CONFLICT', place, what });
}

function labelOf({ path, host = 'localhost', port = 6379, sentinels, name }: RedisOptions): string {
  if (sentinels) return `${name ?? 'master'} by Sentinel`;
  return path ?? `${host}:${port}`;
}

/** Whether a reference that is no known name is meant as a connection string. */
function isLiteral(reference: string): boolean {
  return looksLikeConnectionString(reference) || embeddedPort(reference) !== undefined;
}

/** A runtime cannot read on a client that others use: a blocking read would hold up their commands. */
function assertNoClient(name: string, option: object): void {
  if (typeof (option as { sendCommand?: unknown }).sendCommand !== 'function') return;
  throw new RedisTriggersError({
    code: 'CONNECTION_UNSUPPORTED',
    place: name,
    what: 'it is a client of ioredis, and a runtime opens connections of its own',
    remedy: 'Give the options or the connection string that the client was made with.',
  });
}
