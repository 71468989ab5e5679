import { clipped } from '../../errors/clipped.js';
import { nearestName } from '../../errors/nearest-name.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import type { ServerAddress } from '../../connections/server-address.js';
import type { Problem } from '../../errors/problem.js';
import type { Secrets } from '../../logging/secrets.js';
import type { KedaAuthenticationRef, KedaManifestOptions, KedaSecret } from './keda-manifest-options.js';
import type { TriggerAuthentication } from './keda-resources.js';
import { tlsNotes } from './tls-notes.js';
import { UniqueNames } from '../../functions/unique-names.js';

/** How the triggers of one connection authenticate. */
export interface ConnectionAuthentication {
  /** The name of the TriggerAuthentication; absent where none is needed. */
  readonly ref?: string;
  /** Whether the Secret says that TLS is used. */
  readonly tlsBySecret: boolean;
}

/** Decides for each connection how KEDA authenticates, and collects the TriggerAuthentications for it. */
export class Authentications {
  readonly resources: TriggerAuthentication[] = [];
  /** What should be known of the connections that KEDA reads by itself. */
  readonly notes: string[] = [];
  private readonly byConnection = new Map<string, ConnectionAuthentication>();
  private readonly names = new UniqueNames('-');

  constructor(
    private readonly options: KedaManifestOptions,
    private readonly problems: Problem[],
    private readonly secrets: Pick<Secrets, 'scrub'>,
  ) {}

  /** An entry that no connection has is probably a typo, and its Secret would not be used. */
  checkNames(connections: readonly string[]): void {
    for (const name of Object.keys(this.options.authentication ?? {})) {
      if (connections.includes(name)) continue;
      const near = nearestName(name, connections);
      const remedy = near ? `Did you mean "${near}"?` : `The connections are: ${connections.join(', ')}.`;
      // A connection string, which is no name, may be given as one.
      const what = `\`authentication\` names the connection "${clipped(this.secrets.scrub(name))}", which no function has`;
      this.problems.push({ code: 'SCALING_OPTION_INVALID', place: 'kedaManifests', what, remedy });
    }
  }

  /** Whether KEDA can read the connection by itself: not with credentials that change, unless it has its own. */
  suffice({ name, credentials }: ConnectionTarget): boolean {
    const given = this.options.authentication?.[name];
    return credentials === undefined || (given !== undefined && isReference(given));
  }

  of(connection: string, address: ServerAddress): ConnectionAuthentication {
    const known = this.byConnection.get(connection) ?? this.decide(connection, address);
    this.byConnection.set(connection, known);
    return known;
  }

  private decide(connection: string, address: ServerAddress): ConnectionAuthentication {
    const given = this.options.authentication?.[connection];
    this.notes.push(...tlsNotes(connection, address, given));
    if (!given) {
      if (address.hasPassword || address.hasSentinelPassword) this.refuse(connection);
      return { tlsBySecret: false };
    }
    if (isReference(given)) return { ref: given.triggerAuthentication, tlsBySecret: false };
    const parameters = secretParameters(given, address);
    const isCertified = parameters.some(([parameter]) => ['ca', 'cert', 'key'].includes(parameter));
    if (isCertified && given.tlsKey === undefined) {
      const what = `the certificates for "${connection}" are given without \`tlsKey\`, which KEDA requires with them`;
      const remedy = 'Add a key with the value `enable` to the Secret, and name it in `tlsKey`.';
      this.problems.push({ code: 'SCALING_OPTION_INVALID', place: 'kedaManifests', what, remedy });
    }
    return { ref: this.add(connection, given.secret, parameters), tlsBySecret: given.tlsKey !== undefined };
  }

  private add(connection: string, secret: string, parameters: readonly [string, string][]): string {
    const { deployment, name = deployment, namespace } = this.options;
    const suffix = connection
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    const unique = this.names.take(`${name}-${suffix || 'redis'}`);
    this.resources.push({
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'TriggerAuthentication',
      metadata: { name: unique, ...(namespace !== undefined && { namespace }) },
      spec: { secretTargetRef: parameters.map(([parameter, key]) => ({ parameter, name: secret, key })) },
    });
    return unique;
  }

  private refuse(connection: string): void {
    const what = `the connection "${connection}" has a password, but \`authentication\` does not say which Secret holds it`;
    const remedy = `Give authentication: { '${connection}': { secret: '<the name of the Secret>' } }; passwords are never written into a manifest.`;
    this.problems.push({ code: 'SCALING_OPTION_INVALID', place: 'kedaManifests', what, remedy });
  }
}

function isReference(given: KedaSecret | KedaAuthenticationRef): given is KedaAuthenticationRef {
  return 'triggerAuthentication' in given && given.triggerAuthentication !== undefined;
}

/** KEDA's name for each secret, with the key under which the Secret has it. A key that is named is always asked for. */
function secretParameters(given: KedaSecret, address: ServerAddress): [string, string][] {
  const keyIf = (isUsed: boolean, key: string): string | undefined => (isUsed ? key : undefined);
  const parameters: [string, string | undefined][] = [
    ['username', given.usernameKey ?? keyIf(address.hasUsername, 'username')],
    // The text that KEDA's address is taken from often has none, as there it is of no use.
    ['password', given.passwordKey ?? 'password'],
    ['sentinelUsername', given.sentinelUsernameKey ?? keyIf(address.hasSentinelUsername, 'sentinelUsername')],
    ['sentinelPassword', given.sentinelPasswordKey ?? keyIf(address.hasSentinelPassword, 'sentinelPassword')],
    ['tls', given.tlsKey],
    ['ca', given.caKey],
    ['cert', given.certKey],
    ['key', given.keyKey],
  ];
  return parameters.flatMap(([name, key]): [string, string][] => (key === undefined ? [] : [[name, key]]));
}
