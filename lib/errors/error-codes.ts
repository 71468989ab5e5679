import { commandLineErrorCodes } from './command-line-error-codes.js';
import { connectionErrorCodes } from './connection-error-codes.js';
import type { ErrorCodeEntry } from './error-code-entry.js';
import { functionAppErrorCodes } from './function-app-error-codes.js';
import { hostingErrorCodes } from './hosting-error-codes.js';
import { sendingErrorCodes } from './sending-error-codes.js';

/**
 * Every error that this library reports, in one place. `docs/errors.md` has the same table; a spec compares
 * the two. An error may carry a more specific remedy than the general one here.
 */
export const errorCodes = {
  CONFIGURATION_INVALID: {
    meaning: 'The handlers, settings or connections have problems. The error lists all of them.',
    remedy: 'Fix each problem. No function listens.',
  },
  RUNTIME_OPTION_INVALID: {
    meaning: 'An option of createRuntime, start() or pause() is unknown or has an invalid value.',
    remedy: 'Use the options of RuntimeOptions, StartOptions or PauseOptions.',
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
    meaning:
      'A decorator stands where it cannot work: on a class in place of a method, or without parentheses; or the compiler gives standard decorators no metadata.',
    remedy: 'Call it, on the method that is to run. Standard decorators need TypeScript 5.2 or later.',
  },
  OPTION_UNKNOWN: {
    meaning: 'A trigger has an option that does not exist for this kind of trigger.',
    remedy: "Use the options listed on the trigger's page.",
  },
  OPTION_INVALID: {
    meaning:
      'An option of a trigger or of `replay`, or an argument of a decorator, is of the wrong type or out of range.',
    remedy: "Use a value that the trigger's page allows.",
  },
  OPTION_MISSING: {
    meaning: 'A trigger lacks a required option.',
    remedy: 'Add the option.',
  },
  OPTION_CONFLICT: {
    meaning: 'Two options, two spellings of one option, or an option and a decorator contradict each other.',
    remedy: 'Keep one of them.',
  },
  DEFINITION_INVALID: {
    meaning:
      'A definition is used where one of another kind is needed, or something is used as one that is none.',
    remedy:
      'Use what `defineList` makes for lists, what `defineStream` makes for streams, and what `defineChannel` makes for channels.',
  },
  PLACEHOLDER_UNRESOLVED: {
    meaning: 'A %placeholder% names a setting that does not exist.',
    remedy: 'Define the setting in the environment or in local.settings.json.',
  },
  INPUT_FAILED: {
    meaning:
      'What @RedisInput reads could not be read, or is not what the parameter takes; the method was not called.',
    remedy:
      'The cause says why. The message has failed like any other: it is retried, and becomes a dead letter.',
  },
  FUNCTION_UNKNOWN: {
    meaning: 'No function has the id that was asked for.',
    remedy: "Use the id of one of `runtime.functions`: `ClassName.methodName`, or the trigger's `name`.",
  },
  FUNCTION_ID_DUPLICATE: {
    meaning: 'Two functions have the same id.',
    remedy: 'Give each trigger a `name` of its own.',
  },
  SETTINGS_FILE_INVALID: {
    meaning: 'local.settings.json cannot be read or does not have the expected form.',
    remedy: 'Make it a JSON object with "Values" and "ConnectionStrings", each an object of strings.',
  },
  ...connectionErrorCodes,
  PARAMETER_TYPES_MISSING: {
    meaning: 'The compiler did not emit parameter types, and the handler needs them.',
    remedy:
      'Set "emitDecoratorMetadata": true and compile with tsc (esbuild and tsx never emit it), or name each parameter with @Message(), @Payload(), @Context() or @Inject(), or all of them in the option args.',
  },
  PARAMETER_TYPE_ERASED: {
    meaning: 'The type of a parameter does not exist at run time.',
    remedy:
      'Import the class without `import type`, or use @Message(), @Payload(), @Context() or @Inject(), or the option args.',
  },
  PARAMETER_UNBINDABLE: {
    meaning: 'A handler asks for something that its trigger cannot provide.',
    remedy: 'Use a type listed on the binding page.',
  },
  PAYLOAD_TYPE_INVALID: {
    meaning: 'The payload is neither a class with class-validator decorators nor a Standard Schema.',
    remedy: 'Provide a decorated class or a Standard Schema, such as a zod object.',
  },
  PEER_MISSING: {
    meaning: 'A payload class, an add-on or the default container needs a package that is not installed.',
    remedy: 'Install it: npm install class-validator class-transformer for payload classes.',
  },
  DEPENDENCY_UNRESOLVED: {
    meaning: 'The container cannot create a handler class or something it depends on.',
    remedy: 'Register what is missing, or decorate the class with @injectable() or @singleton().',
  },
  PAYLOAD_INVALID: {
    meaning: 'A message is not valid JSON, or its payload fails validation.',
    remedy: 'Fix the producer. A list or stream message is in the dead letters.',
  },
  HANDLER_FAILED: {
    meaning: 'A handler threw something that is not an Error.',
    remedy: 'Throw an Error.',
  },
  HANDLER_TIMED_OUT: {
    meaning:
      'An attempt, or the validation of a payload, took longer than the `timeLimitInMs` of its trigger.',
    remedy: 'Raise timeLimitInMs, or let the handler react to its `signal`: it keeps running until it ends.',
  },
  NEXT_TOO_LATE: {
    meaning: 'A middleware called `next` after it had ended. The handler was not run.',
    remedy: 'Await everything in the middleware that leads to a call of `next`.',
  },
  VERDICT_INVALID: {
    meaning: 'A RetryLater was created without a valid delay.',
    remedy: 'Set `delayInMs` to a number from 0 to 2147483647.',
  },
  DEDUPLICATION_ID_INVALID: {
    meaning: 'The `deduplicate.by` of a trigger returned something that is not a valid id.',
    remedy: 'Return a non-empty string, a number or a non-empty Buffer, not a promise.',
  },
  ORDER_KEY_INVALID: {
    meaning: 'The `orderBy` of a trigger returned something that is not a valid key.',
    remedy: 'Return a string, a number or a Buffer, not a promise.',
  },
  DELIVERY_COUNT_EXCEEDED: {
    meaning: 'A message was delivered `maxDeliveryCount` times, but no process acknowledged it.',
    remedy:
      'Check what its handler does with it: it may end the process. The message is in the dead letters.',
  },
  LEASE_LOST: {
    meaning:
      'This process was silent for longer than `claimIdleInMs`, so the list elements it held went back to their list.',
    remedy:
      'Nothing is lost, but elements whose handlers ran may be handled twice. Find out what froze the process or blocked its event loop, or raise `claimIdleInMs`.',
  },
  HELD_KEY_GONE: {
    meaning:
      'The key beside a list that holds what processes have popped and not settled is gone: it was deleted or evicted, or Redis lost its data.',
    remedy:
      'What it held is gone like a deleted list; what waited in this process, and what unanswered pops may have taken, is counted as `lost`. Do not delete keys that end in `:held`, and use `maxmemory-policy noeviction`.',
  },
  ENTRIES_KEPT: {
    meaning:
      '`deleteAfterProcess` deletes an entry once every group of its stream has acknowledged it, and for one of the groups nobody reads any more.',
    remedy:
      "Start a function that reads for the group, or destroy it (XGROUP DESTROY) where it is not needed. With `deleteAfterProcess: 'always'` no other group is waited for.",
  },
  ENTRIES_NOT_PENDING: {
    meaning:
      'Stream entries that waited in this process for another delivery are not pending any more, although nobody here acknowledged them.',
    remedy:
      'Either somebody acknowledged them (XACK), or their consumer was deleted from the group (XGROUP DELCONSUMER): then nobody handles them again. Do not delete the consumer of a process that lives.',
  },
  DELAYED_MESSAGE_INVALID: {
    meaning: 'Among the delayed messages of a key there are members that this library has not written.',
    remedy: 'Look at them (`ZRANGEBYSCORE <key> inf inf`), and remove them (ZREM). They hold up nothing.',
  },
  KEYSPACE_NOTIFICATIONS_DISABLED: {
    meaning: 'The server does not publish the keyspace notifications that a function waits for.',
    remedy: 'Set notify-keyspace-events on the server, or use `configureKeyspaceNotifications: true`.',
  },
  SHARDED_CHANNELS_UNSUPPORTED: {
    meaning: 'A function has `sharded: true`, but its server has no sharded channels.',
    remedy: 'Use Redis 7.0 or later, or remove `sharded`: ordinary channels reach every node.',
  },
  DEAD_LETTER_NOT_RECORDED: {
    meaning: 'A message that failed for good could not be written to its dead letters.',
    remedy: 'Check the cause: memory, permissions or the connection.',
  },
  DEAD_LETTER_NOT_REPLAYED: {
    meaning: 'A dead letter was not put back, because Redis refused to deliver its entry again.',
    remedy:
      'It is still there. Check the cause: without the consumer group, start the function once; then replay it.',
  },
  STOP_INCOMPLETE: {
    meaning: 'The deadline of stop() passed before everything was finished or given back.',
    remedy: 'Raise shutdownTimeoutInMs, or let handlers react to their `signal`.',
  },
  START_INCOMPLETE: {
    meaning: 'The time or the signal that start() was given ended it before every function listened.',
    remedy: 'Look at the reason of each function; a new runtime can be started.',
  },
  RUNTIME_STATE: {
    meaning:
      'A method was called on a runtime in the wrong state: start() after a start or a stop, scale() while it is not running, deadLetters(), pause() or resume() after a stop.',
    remedy: 'Create a new runtime.',
  },
  FUNCTION_NOT_SCALABLE: {
    meaning: 'A pub/sub function was asked for its scale.',
    remedy: 'Ask for list and stream functions: only their messages wait in Redis.',
  },
  SCALE_UNREADABLE: {
    meaning: 'The backlog of a function cannot be read from Redis.',
    remedy:
      'Check the cause: the connection, the type of the key, or the permissions listed on the scaling page.',
  },
  ...sendingErrorCodes,
  ...hostingErrorCodes,
  TELEMETRY_OPTION_INVALID: {
    meaning:
      'An option of something in redis-triggers/telemetry is unknown or invalid, or a runtime is instrumented twice.',
    remedy: 'Use the options listed on the telemetry page, once for each runtime.',
  },
  SCALING_OPTION_INVALID: {
    meaning:
      'An option or argument of runtime.scale() or of something in redis-triggers/scaling is missing, unknown or invalid.',
    remedy: 'Use the options listed on the scaling page.',
  },
  EXTERNAL_SCALER_NOT_LISTENING: {
    meaning: 'The external scaler cannot listen on its host and port.',
    remedy: 'Choose another `host` or `port`.',
  },
  PAGE_OPTION_INVALID: {
    meaning: 'An option of createPage is missing, unknown or invalid.',
    remedy: 'Use the options listed on the page about the page.',
  },
  ...commandLineErrorCodes,
  ...functionAppErrorCodes,
} as const satisfies Record<string, ErrorCodeEntry>;

/** The code of an error of this library; `docs/errors.md` explains each. */
export type ErrorCode = keyof typeof errorCodes;
