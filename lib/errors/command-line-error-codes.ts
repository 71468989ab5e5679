import type { ErrorCodeEntry } from './error-code-entry.js';

/** The rows of the error table that only the command line reports. */
export const commandLineErrorCodes = {
  COMMAND_USAGE: {
    meaning: 'A command, an option or an argument of the command line is unknown, missing or invalid.',
    remedy: 'See what the command takes: `redis-triggers <command> --help`.',
  },
  CONFIGURATION_FILE_INVALID: {
    meaning:
      'redis-triggers.config.js or .ts, or the member `redis-triggers` of package.json, cannot be read or has a wrong member.',
    remedy: 'Export an object with options of createRuntime; see the page of the command line.',
  },
  LOADER_MISSING: {
    meaning: 'The handlers are TypeScript, and the project has no loader for it.',
    remedy:
      'Run npm install --save-dev @oxc-node/core (with standard decorators: tsx), name another loader with --import, or use the compiled files.',
  },
  PROGRAM_ENDED: {
    meaning: 'The process that loads the handlers ended before it had done what a command asked for.',
    remedy: 'Look at what it wrote: a module of the handlers may end the process.',
  },
  CONFIRMATION_NEEDED: {
    meaning: 'A command that changes much was not confirmed, or there is no terminal to ask at.',
    remedy: 'Look with --dry-run at what it would do, then add --yes.',
  },
  DEAD_LETTER_UNKNOWN: {
    meaning:
      "The function has no dead letter of this id: it was replayed or removed, or is another function's.",
    remedy: 'See which there are: `redis-triggers dead list <function>`.',
  },
  REDIS_UNREACHABLE: {
    meaning: 'A command cannot connect to the Redis of a connection.',
    remedy: 'Check that it runs, and that the connection leads to it.',
  },
  REDIS_FORBIDDEN: {
    meaning: 'The user of a connection may not run what a command needs.',
    remedy: 'Allow it to; the security page has the rules for each kind of trigger.',
  },
  SERVER_UNFIT: {
    meaning: '`check` found a server on which functions do not work as they should.',
    remedy: 'Change the server or the function, as the finding says.',
  },
  LEFT_BEHIND: {
    meaning: '`check` found a consumer group or elements in Redis that no function of the program has.',
    remedy: 'Give the function that was renamed its former id with the option `name`, or remove them.',
  },
  FUNCTION_ID_MINIFIED: {
    meaning:
      '`check` found a function id that a minifier seems to have made: the next build may have another.',
    remedy: 'Give the trigger a `name`, or let the minifier keep class names.',
  },
} as const satisfies Record<string, ErrorCodeEntry>;
