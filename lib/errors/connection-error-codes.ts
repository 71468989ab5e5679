import type { ErrorCodeEntry } from './error-code-entry.js';

/** The rows of the error table that are about connections, from their names to the nodes of a cluster. */
export const connectionErrorCodes = {
  CONNECTION_UNRESOLVED: {
    meaning: 'A connection name is neither in `connections` nor in the settings, nor a connection string.',
    remedy: 'Define the connection, or a setting of that name.',
  },
  CONNECTION_STRING_INVALID: {
    meaning: 'A connection string cannot be understood.',
    remedy: 'Write redis://, rediss://, host:port, or the StackExchange.Redis syntax.',
  },
  CONNECTION_UNSUPPORTED: {
    meaning: 'A connection asks for something that this version does not support.',
    remedy: 'Write the connection in one of the forms of the connections page.',
  },
  CONNECTION_FUNCTION_FAILED: {
    meaning: 'A connection function, or a method of the client that it returned, threw.',
    remedy: 'Fix the function. It must return a new ioredis client from each call, and must not be async.',
  },
  CONNECTION_SHARED: {
    meaning: 'A connection function returned the same client twice.',
    remedy: 'Return a new client from each call: a blocking listener cannot share one.',
  },
  EMBEDDED_UNAVAILABLE: {
    meaning: 'The embedded Redis cannot listen on the port that a connection asks for.',
    remedy: 'Choose another port, as in embedded:6390, or leave it out.',
  },
  CONNECTION_LOST: {
    meaning: 'The connection closed before Redis answered.',
    remedy: 'Nothing to do if it recovers: the listener reconnects automatically.',
  },
  CONNECTION_UNRESPONSIVE: {
    meaning: 'Redis answers other connections but not this one, which is being replaced.',
    remedy: 'Look for a proxy or firewall that drops idle connections.',
  },
  SERVER_UNRESPONSIVE: {
    meaning: 'Redis does not answer, neither on this connection nor on a new one.',
    remedy:
      'Check whether the server is frozen, paused, or running a long script. The functions continue once it answers.',
  },
  HANDSHAKE_FAILED: {
    meaning: 'A server closed a connection, or did not answer, before the connection was ready.',
    remedy:
      'If it does not recover on its own: a TLS port needs TLS in the connection, and some servers also require a client certificate (`tls: { cert, key }`).',
  },
  TLS_FAILED: {
    meaning: 'The TLS handshake failed: the certificate does not verify, or one side does not speak TLS.',
    remedy:
      "Provide the private CA (`tls: { ca }`), the name in the certificate (`servername`), a client certificate (`cert`, `key`), or the server's TLS port.",
  },
  CREDENTIALS_REFUSED: {
    meaning: 'Redis rejects the user or the password of a connection, or no longer accepts them.',
    remedy: 'Correct them, or the ACL user on the server. The connection is retried automatically.',
  },
  CREDENTIALS_UNAVAILABLE: {
    meaning: 'The `credentials` function of a connection failed, or returned nothing usable.',
    remedy: 'Fix the source that it asks. It is called again automatically; existing connections stay open.',
  },
  IOREDIS_DIFFERS: {
    meaning:
      'ioredis, or something that wraps it, does not work inside as this version of the library knows it. A slower way is used.',
    remedy:
      'Nothing is lost. For full speed, use a version of ioredis that this version of redis-triggers was released for, and look for what wraps or replaces it.',
  },
  IOREDIS_UNSUPPORTED: {
    meaning: 'ioredis lacks something that there is no other way for, so that a connection cannot be used.',
    remedy: 'Use a version of ioredis that this version of redis-triggers was released for.',
  },
  SENTINEL_MASTER_UNKNOWN: {
    meaning: 'The Sentinels of a connection know no master with the name it specifies.',
    remedy: 'Use the name given to `sentinel monitor`, as `serviceName` or as the ioredis option `name`.',
  },
  SENTINELS_UNREACHABLE: {
    meaning: 'No Sentinel of a connection answers, or none accepts the connection.',
    remedy:
      "Check the Sentinels' addresses, their password (`sentinelPassword`) and their TLS (`sentinelTLS`).",
  },
  CLUSTER_UNDECLARED: {
    meaning: 'A connection is configured as a single server, but its server is a node of a Redis Cluster.',
    remedy: 'Configure it as a cluster: redis-cluster://host:port, or `{ cluster: [{ host, port }] }`.',
  },
  CLUSTER_DISABLED: {
    meaning: 'A connection is configured as a Redis Cluster, but its server is not a node of one.',
    remedy: 'Configure it as a single server, redis://host:port; with Sentinel, set its `serviceName`.',
  },
  CLUSTER_KEY_INVALID: {
    meaning:
      "A key on a Redis Cluster has braces that keep the library's own keys for it out of its hash slot.",
    remedy: 'Give the key a hash tag, as in {orders}:new, or a name without a closing brace.',
  },
  CLUSTER_DOWN: {
    meaning: 'A Redis Cluster does not serve a slot, or none of its nodes answers.',
    remedy:
      'Nothing to do if a replica takes over. Otherwise, check CLUSTER INFO and the masters that are down.',
  },
} as const satisfies Record<string, ErrorCodeEntry>;
