import type { ServerAddress } from '../../connections/server-address.js';
import type { KedaAuthenticationRef, KedaSecret } from './keda-manifest-options.js';

/** Whether only the Sentinels or only the master speak TLS, for which KEDA has one switch. */
export function isHalfTls({ topology, tls, sentinelTls }: ServerAddress): boolean {
  return topology === 'sentinel' && tls !== sentinelTls;
}

/** What whoever applies the manifests should know of the TLS of a connection that KEDA reads by itself. */
export function tlsNotes(
  connection: string,
  address: ServerAddress,
  given: Partial<KedaSecret & KedaAuthenticationRef> = {},
): string[] {
  const { tls, tlsTerms } = address;
  const isElsewhere = given.triggerAuthentication !== undefined;
  const isKnown = {
    ca: isElsewhere || given.caKey !== undefined,
    clientCertificate: isElsewhere || given.certKey !== undefined,
  };
  const isTold = (term: 'ca' | 'clientCertificate'): boolean => isKnown[term] || !tlsTerms.includes(term);
  return [
    ...(isTold('ca')
      ? []
      : ['KEDA does not know the CA of its `tls`: put it into the Secret, as `caKey` with `tlsKey` tells']),
    ...(isTold('clientCertificate')
      ? []
      : [
          'KEDA does not know the client certificate of its `tls`: put it into the Secret, as `certKey` and `keyKey` with `tlsKey` tell',
        ]),
    ...(tlsTerms.includes('serverName')
      ? ['KEDA checks the certificate against the host in the address, not against the name that is given']
      : []),
    ...(isHalfTls(address)
      ? [
          `KEDA uses TLS for the Sentinels and the master or for none of them, and here only ${tls ? 'the master has' : 'the Sentinels have'} it: give \`externalScaler\`, which takes both as they are`,
        ]
      : []),
  ].map((note) => `${connection}: ${note}`);
}
