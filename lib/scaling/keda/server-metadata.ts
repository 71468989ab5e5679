import { endpointText } from '../../connection-strings/endpoint-text.js';
import type { ServerAddress } from '../../connections/server-address.js';

type Topology = ServerAddress['topology'];

const types: { readonly [Of in Topology]: { readonly list: string; readonly stream: string } } = {
  single: { list: 'redis', stream: 'redis-streams' },
  cluster: { list: 'redis-cluster', stream: 'redis-cluster-streams' },
  sentinel: { list: 'redis-sentinel', stream: 'redis-sentinel-streams' },
};

/** KEDA's scaler for this kind of function on this kind of server. */
export function scalerType({ topology }: ServerAddress, kind: 'list' | 'stream'): string {
  return types[topology][kind];
}

/** Where the server is, in the words of KEDA's Redis scalers: `host:port`, for they know no URL. */
export function serverMetadata(address: ServerAddress, tlsBySecret: boolean): Record<string, string> {
  const { topology, endpoints, serviceName, tls, database } = address;
  const texts = endpoints.map(endpointText).join(',');
  return {
    ...(topology === 'single' ? { address: texts } : { addresses: texts }),
    ...(serviceName !== undefined && { sentinelMaster: serviceName }),
    // A cluster has one database only.
    ...(topology !== 'cluster' && database !== 0 && { databaseIndex: `${database}` }),
    // KEDA refuses to be told both here and by the Secret.
    ...(tls && !tlsBySecret && { enableTLS: 'true' }),
  };
}
