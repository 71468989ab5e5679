import { isError } from '../../errors/describe-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';

interface Explanation {
  readonly test: RegExp;
  readonly code: ErrorCode;
  readonly what: (error: string) => string;
}

const ofCluster: readonly Explanation[] = [
  {
    test: /^CLUSTERDOWN\b/,
    code: 'CLUSTER_DOWN',
    what: (error) => `the cluster does not serve this slot (${error})`,
  },
  {
    test: /cluster support disabled/i,
    code: 'CLUSTER_DISABLED',
    what: () => 'it is configured as a cluster, but its server is not a node of one',
  },
];

const ofServer: readonly Explanation[] = [
  {
    test: /^(MOVED|ASK) \d+ /,
    code: 'CLUSTER_UNDECLARED',
    what: () =>
      'it is configured as a single server, but the server is a cluster node that does not hold this key',
  },
  {
    test: /^CROSSSLOT\b/,
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
  if (!isError(error)) return error;
  const { message } = error;
  const found = explanations.find(({ test }) => test.test(message));
  if (!found) return error;
  return new RedisTriggersError({ code: found.code, place, what: found.what(message) });
}
