import type { ServerAddress } from '../../connections/server-address.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { ReplicaLimits } from './replica-limits.js';

/** What whoever applies the manifests should know of pub/sub functions. */
export function pubSubNotes(functions: readonly FunctionDescriptor[], { min }: ReplicaLimits): string[] {
  return functions
    .filter(({ kind }) => kind === 'pubsub')
    .map(({ id }) => {
      const loss = min === 0 ? ', and what is published while there are no replicas is lost' : '';
      return `${id}: pub/sub has no trigger; each replica gets each message${loss}`;
    });
}

/** What whoever applies the manifests should know of where connections lead. */
export function addressNotes(addresses: ReadonlyMap<string, ServerAddress | undefined>): string[] {
  return [...addresses].flatMap(([connection, address]) =>
    address?.endpoints.some(({ host }) => /^(localhost|127\.|::1$)/.test(host))
      ? [`${connection}: the address is that of a loopback, which in a cluster is KEDA's own pod`]
      : [],
  );
}

/** Why there is no ScaledObject. */
export const nothingToScale =
  'No ScaledObject: there are only pub/sub functions. Published messages do not wait in Redis, so there is no backlog to scale by, and every additional replica would receive every message as well.';
