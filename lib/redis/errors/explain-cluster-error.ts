import { isError } from '../../errors/describe-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { isReply } from './redis-reply-error.js';

interface Explanation {
  /** How the reply begins. */
  readonly beginnings: readonly string[];
  readonly code: ErrorCode;
  readonly what: (error: string) => string;
}

const ofCluster: readonly Explanation[] = [
  {
    beginnings: ['CLUSTERDOWN'],
    code: 'CLUSTER_DOWN',
    what: (error) => `the cluster does not serve this slot (${error})`,
  },
  {
    beginnings: ['ERR This instance has cluster support disabled'],
    code: 'CLUSTER_DISABLED',
    what: () => 'it is configured as a cluster, but its server is not a node of one',
  },
];

const ofServer: readonly Explanation[] = [
  {
    beginnings: ['MOVED', 'ASK'],
    code: 'CLUSTER_UNDECLARED',
    what: () =>
      'it is configured as a single server, but the server is a cluster node that does not hold this key',
  },
  {
    beginnings: ['CROSSSLOT'],
    code: 'CLUSTER_UNDECLARED',
    what: () =>
      'it is configured as a single server, but the server is a cluster node (the keys are in several slots)',
  },
];

/** What a node of a cluster says, with its place and its remedy; as it is where there is nothing to add. */
export function explainClusterError(error: unknown, connection: string): unknown {
  return explain(error, connection, ofCluster);
}

/** What a server says that turns out to be a node of a cluster. */
export function explainServerError(error: Error, connection: string): Error {
  return explain(error, connection, ofServer);
}

function explain<Thrown>(
  error: Thrown,
  place: string,
  explanations: readonly Explanation[],
): Thrown | RedisTriggersError {
  const found = explanations.find(({ beginnings }) => isReply(error, ...beginnings));
  if (!found || !isError(error)) return error;
  return new RedisTriggersError({ code: found.code, place, what: found.what(error.message) });
}
