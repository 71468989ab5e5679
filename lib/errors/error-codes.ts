/** One row of the table of errors: what the code means and what mends it. */
export interface ErrorCodeEntry {
  readonly meaning: string;
  readonly remedy: string;
}

/**
 * Every error this library reports, in one place. `docs/errors.md` lists the same table; a spec compares
 * the two. An error may carry a remedy of its own that fits its case better than the general one here.
 */
export const errorCodes = {
  CONFIGURATION_INVALID: {
    meaning: 'The handlers, settings or connections have problems. The error lists all of them.',
    remedy: 'Mend each problem; nothing was connected and nothing was started.',
  },
  RUNTIME_OPTION_INVALID: {
    meaning: 'An option of createRuntime is unknown or has a wrong value.',
    remedy: 'Use the options of RuntimeOptions.',
  },
  HANDLER_INVALID: {
    meaning: 'A handler is not a class with trigger methods, or a trigger is not on an instance method.',
    remedy: 'Put the trigger decorators on public instance methods of the classes in `handlers`.',
  },
  HANDLER_FILE_INVALID: {
    meaning: 'A file pattern in `handlers` matched nothing, or a file could not be imported.',
    remedy: 'Check the pattern against the compiled files; it is relative to the working directory.',
  },
  DECORATOR_UNSUPPORTED: {
    meaning: 'A decorator was called in the way of the standard (TC39) decorators.',
    remedy: 'Set "experimentalDecorators": true in the tsconfig.json that your compiler reads.',
  },
  OPTION_UNKNOWN: {
    meaning: 'A trigger has an option that does not exist, or not for this kind of trigger.',
    remedy: "Use the options on the trigger's page.",
  },
  OPTION_INVALID: {
    meaning:
      'An option of a trigger or of `replay`, or an argument of a decorator, is of the wrong type or out of range.',
    remedy: "Use a value as the trigger's page describes it.",
  },
  OPTION_MISSING: {
    meaning: 'A trigger lacks an option that it needs.',
    remedy: 'Add the option.',
  },
  OPTION_CONFLICT: {
    meaning: 'Two options, two spellings of one option, or an option and a decorator contradict each other.',
    remedy: 'Keep one of them.',
  },
  PLACEHOLDER_UNRESOLVED: {
    meaning: 'A %placeholder% names a setting that does not exist.',
    remedy: 'Define the setting, in the environment or in local.settings.json.',
  },
  FUNCTION_UNKNOWN: {
    meaning: 'A function was asked for by an id that no function has.',
    remedy: "Use the id of one of `runtime.functions`: `ClassName.methodName`, or the trigger's `name`.",
  },
  FUNCTION_ID_DUPLICATE: {
    meaning: 'Two functions have the same id.',
    remedy: 'Give each trigger a `name` of its own.',
  },
  SETTINGS_FILE_INVALID: {
    meaning: 'local.settings.json cannot be read or is not of the expected form.',
    remedy: 'Make it a JSON object with "Values" and "ConnectionStrings", each an object of strings.',
  },
  CONNECTION_UNRESOLVED: {
    meaning: 'A connection name is neither in `connections` nor in the settings, nor a connection string.',
    remedy: 'Define the connection, or a setting of that name.',
  },
  CONNECTION_STRING_INVALID: {
    meaning: 'A connection string cannot be understood.',
    remedy: 'Write redis://, rediss://, host:port, or the StackExchange.Redis syntax.',
  },
  CONNECTION_UNSUPPORTED: {
    meaning: 'A connection asks for something this version does not do.',
    remedy: 'Write the connection in one of the forms of the connections page.',
  },
  CONNECTION_SHARED: {
    meaning: 'A connection function returned the same client twice.',
    remedy: 'Return a new client at each call: a blocking listener cannot share one.',
  },
  EMBEDDED_UNAVAILABLE: {
    meaning: 'The embedded Redis cannot listen on the port that a connection asks for.',
    remedy: 'Name another port, as in embedded:6390, or none.',
  },
  CONNECTION_LOST: {
    meaning: 'The connection closed before Redis answered.',
    remedy: 'Nothing to do if it recovers: the listener reconnects by itself.',
  },
  CONNECTION_UNRESPONSIVE: {
    meaning: 'Redis answers other connections, but not this one; it is replaced.',
    remedy: 'Look for a proxy or firewall that drops idle connections.',
  },
  SERVER_UNRESPONSIVE: {
    meaning: 'Redis answers nothing, neither on this connection nor on a new one.',
    remedy:
      'Look whether the server is frozen or paused, or runs a long script. The functions go on when it answers.',
  },
  HANDSHAKE_FAILED: {
    meaning: 'A server closed a connection, or said nothing, before the connection was ready.',
    remedy:
      'If it does not recover by itself: a port with TLS needs TLS in the connection, and some servers a client certificate (`tls: { cert, key }`).',
  },
  TLS_FAILED: {
    meaning: 'The TLS handshake failed: the certificate does not verify, or one side does not speak TLS.',
    remedy:
      "Give the private CA (`tls: { ca }`), the name in the certificate (`servername`), a client certificate (`cert`, `key`), or the server's port for TLS.",
  },
  CREDENTIALS_REFUSED: {
    meaning: 'Redis does not accept the user or the password of a connection, or no longer.',
    remedy: 'Mend them, or the ACL user on the server; the connection is tried again by itself.',
  },
  CREDENTIALS_UNAVAILABLE: {
    meaning: 'The `credentials` function of a connection failed, or gave nothing that can be used.',
    remedy: 'Mend what it asks; it is called again by itself, and what is connected stays connected.',
  },
  SENTINEL_MASTER_UNKNOWN: {
    meaning: 'The Sentinels of a connection know no master of the name that it gives.',
    remedy: 'Write the name of `sentinel monitor`, as `serviceName` or as the ioredis option `name`.',
  },
  SENTINELS_UNREACHABLE: {
    meaning: 'No Sentinel of a connection answers, or none lets the connection in.',
    remedy:
      "Check the Sentinels' addresses, their password (`sentinelPassword`) and their TLS (`sentinelTLS`).",
  },
  CLUSTER_UNDECLARED: {
    meaning: 'A connection is written as one server, and its server is a node of a Redis Cluster.',
    remedy: 'Write it as a cluster: redis-cluster://host:port, or `{ cluster: [{ host, port }] }`.',
  },
  CLUSTER_DISABLED: {
    meaning: 'A connection is written as a Redis Cluster, and its server is no node of one.',
    remedy: 'Write it as one server, redis://host:port; with Sentinel, name its `serviceName`.',
  },
  CLUSTER_KEY_INVALID: {
    meaning: 'A key on a Redis Cluster has braces that keep what belongs to it out of its slot.',
    remedy: 'Give the key a hash tag, as in {orders}:new, or a name without a closing brace.',
  },
  CLUSTER_DOWN: {
    meaning: 'A Redis Cluster does not serve a slot, or none of its nodes answers.',
    remedy: 'Nothing to do if a replica takes over. Else look at CLUSTER INFO and the masters that are down.',
  },
  PARAMETER_TYPES_MISSING: {
    meaning: 'The compiler did not emit parameter types, and the handler needs them.',
    remedy:
      'Set "emitDecoratorMetadata": true and compile with tsc (esbuild and tsx never emit it), or name each parameter with @Message(), @Payload(), @Context() or @Inject().',
  },
  PARAMETER_TYPE_ERASED: {
    meaning: 'The type of a parameter is not there at run time.',
    remedy: 'Import the class without `import type`, or use @Message(), @Payload(), @Context() or @Inject().',
  },
  PARAMETER_UNBINDABLE: {
    meaning: 'A handler asks for something its trigger cannot give.',
    remedy: 'Use a type from the binding page.',
  },
  PAYLOAD_TYPE_INVALID: {
    meaning: 'The payload is neither a class with class-validator decorators nor a Standard Schema.',
    remedy: 'Give a decorated class or a Standard Schema such as a zod object.',
  },
  PEER_MISSING: {
    meaning: 'A payload class or an add-on needs a package that is not installed.',
    remedy: 'Install it: npm install class-validator class-transformer for payload classes.',
  },
  DEPENDENCY_UNRESOLVED: {
    meaning: 'The container cannot make a handler class or something it needs.',
    remedy: 'Register what is missing, or decorate the class with @injectable() or @singleton().',
  },
  PAYLOAD_INVALID: {
    meaning: 'A message is not valid JSON, or fails the validation of its payload.',
    remedy: 'Mend what produced it; of a list or a stream, the message is in the dead letters.',
  },
  HANDLER_FAILED: {
    meaning: 'A handler threw something that is not an Error.',
    remedy: 'Throw an Error.',
  },
  HANDLER_TIMED_OUT: {
    meaning: 'An attempt took longer than the `timeLimitInMs` of its trigger, and failed with that.',
    remedy:
      'Raise timeLimitInMs, or let the handler react to its `signal`: until it ends it goes on running.',
  },
  VERDICT_INVALID: {
    meaning: 'A RetryLater was made without a usable delay.',
    remedy: 'Give `delayInMs` as a number from 0 to 2147483647.',
  },
  DEDUPLICATION_ID_INVALID: {
    meaning: 'The `deduplicate.by` of a trigger gave something that is no id.',
    remedy: 'Let it return a string that is not empty, a number or a Buffer, not a promise.',
  },
  ORDER_KEY_INVALID: {
    meaning: 'The `orderBy` of a trigger gave something that is no key.',
    remedy: 'Let it return a string, a number or a Buffer, not a promise.',
  },
  DELIVERY_COUNT_EXCEEDED: {
    meaning: 'A message was delivered `maxDeliveryCount` times, and no process acknowledged it.',
    remedy:
      'Look at what its handler does with it: it may end the process. The message is in the dead letters.',
  },
  LEASE_LOST: {
    meaning:
      'This process was silent for longer than `claimIdleInMs`: the list elements it held went back to their list.',
    remedy:
      'Nothing is lost; elements whose handlers ran may be handled twice. Look for what froze the process, or raise `claimIdleInMs`.',
  },
  KEYSPACE_NOTIFICATIONS_DISABLED: {
    meaning: 'The server does not publish the keyspace notifications that a function waits for.',
    remedy: 'Set notify-keyspace-events on the server, or `configureKeyspaceNotifications: true`.',
  },
  SHARDED_CHANNELS_UNSUPPORTED: {
    meaning: 'A function has `sharded: true`, and its server has no sharded channels.',
    remedy: 'Use Redis 7.0 or later, or leave out `sharded`: ordinary channels reach every node.',
  },
  DEAD_LETTER_NOT_RECORDED: {
    meaning: 'A message that failed for good could not be written to its dead letters.',
    remedy: 'Look at the cause: memory, permissions or the connection.',
  },
  STOP_INCOMPLETE: {
    meaning: 'The deadline of stop() passed before everything was finished or given back.',
    remedy: 'Raise shutdownTimeoutInMs, or let handlers react to their `signal`.',
  },
  RUNTIME_STATE: {
    meaning:
      'start() was called on a runtime that was started or stopped before, or scale() on one that does not run.',
    remedy: 'Create a new runtime.',
  },
  FUNCTION_NOT_SCALABLE: {
    meaning: 'The scale of a pub/sub function was asked for.',
    remedy: 'Ask for list and stream functions: only their messages wait in Redis.',
  },
  SCALE_UNREADABLE: {
    meaning: 'Redis does not tell how much remains for a function.',
    remedy: 'Look at the cause: the connection, the type of the key, or the permissions on the scaling page.',
  },
  SCALING_OPTION_INVALID: {
    meaning:
      'An option of something that redis-triggers/scaling exports is missing, unknown or has a wrong value.',
    remedy: 'Use the options on the scaling page.',
  },
  EXTERNAL_SCALER_NOT_LISTENING: {
    meaning: 'The external scaler cannot listen on its address.',
    remedy: 'Give another `host` or `port`.',
  },
} as const satisfies Record<string, ErrorCodeEntry>;

/** The code of an error of this library; `docs/errors.md` explains each. */
export type ErrorCode = keyof typeof errorCodes;
