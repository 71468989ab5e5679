import type { ErrorCode } from '../../errors/error-codes.js';
import type { Problem } from '../../errors/problem.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { describeError } from '../../errors/describe-error.js';
import { MessageRefused, sayWhich } from '../../operating/message-refused.js';
import { isReply } from '../../redis/errors/redis-reply-error.js';
import { exitCode, type ExitCode } from './exit-code.js';

/** What a command says of an error: with `--json` as it is, else its message. It can be sent between processes. */
export interface ErrorReport {
  readonly exitCode: number;
  readonly code: string;
  readonly message: string;
  readonly problems: readonly Problem[];
}

/** An error that ends a command with a report. */
export class CommandError extends Error {
  constructor(readonly report: ErrorReport) {
    super(report.message);
  }
}

/** An error of usage: what is wrong, and what the remedy is where it is not the help. */
export function usageError(what: string, remedy?: string): CommandError {
  const message = `${what}${remedy === undefined ? '' : `. ${remedy}`}`;
  const problem = {
    code: 'COMMAND_USAGE',
    place: 'redis-triggers',
    what,
    ...(remedy && { remedy }),
  } as const;
  return new CommandError({ exitCode: exitCode.usage, code: problem.code, message, problems: [problem] });
}

/** The report of anything that was thrown. `scrub` takes out what must not be shown. */
export function reportOf(thrown: unknown, scrub = (text: string): string => text): ErrorReport {
  if (thrown instanceof CommandError) return scrubReport(thrown.report, scrub);
  if (thrown instanceof MessageRefused) {
    const { what, remedy } = thrown;
    return reportOf(usageError(what, remedy === sayWhich ? `${sayWhich} with --to` : remedy), scrub);
  }
  if (thrown instanceof RedisTriggersError) {
    const { code, message, problems } = thrown;
    return scrubReport({ exitCode: exitCodeOf(thrown), code, message, problems }, scrub);
  }
  if (isReply(thrown, 'NOPERM')) return reportOf(forbidden(thrown.message), scrub);
  const { name, message, code = name, stack } = describeError(thrown);
  const isShort = stack === undefined || name === 'ReplyError';
  return scrubReport(
    { exitCode: exitCode.failed, code, message: isShort ? message : stack, problems: [] },
    scrub,
  );
}

function forbidden(reply: string): RedisTriggersError {
  const what = `the user of the connection may not do this (${reply.replace(/\.$/, '')})`;
  return new RedisTriggersError({ code: 'REDIS_FORBIDDEN', place: 'Redis', what });
}

function scrubReport(
  { message, problems, ...rest }: ErrorReport,
  scrub: (text: string) => string,
): ErrorReport {
  return {
    ...rest,
    message: scrub(message),
    problems: problems.map((each) => ({
      ...each,
      place: scrub(each.place),
      what: scrub(each.what),
      ...(each.remedy !== undefined && { remedy: scrub(each.remedy) }),
    })),
  };
}

function exitCodeOf({ problems }: RedisTriggersError): ExitCode {
  const codes = problems.map(({ code }) => code);
  return exits.find(([, those]) => codes.every((code) => those.has(code)))?.[0] ?? exitCode.problems;
}

/** Every other code is a problem of the code or of the settings. */
const exits: readonly (readonly [ExitCode, ReadonlySet<ErrorCode>])[] = [
  [
    exitCode.usage,
    new Set<ErrorCode>(['COMMAND_USAGE', 'CONFIRMATION_NEEDED', 'FUNCTION_UNKNOWN', 'SEND_OPTION_INVALID']),
  ],
  [
    exitCode.failed,
    new Set<ErrorCode>([
      'DEAD_LETTER_NOT_REPLAYED',
      'DEAD_LETTER_UNKNOWN',
      'HANDLER_FAILED',
      'HANDLER_TIMED_OUT',
      'PAYLOAD_INVALID',
      'PROGRAM_ENDED',
      'SEND_FAILED',
      'SEND_INVALID',
      'STOP_INCOMPLETE',
    ]),
  ],
  [
    exitCode.redis,
    new Set<ErrorCode>([
      'CLUSTER_DISABLED',
      'CLUSTER_DOWN',
      'CLUSTER_UNDECLARED',
      'CONNECTION_LOST',
      'CONNECTION_UNRESPONSIVE',
      'CREDENTIALS_REFUSED',
      'CREDENTIALS_UNAVAILABLE',
      'HANDSHAKE_FAILED',
      'REDIS_FORBIDDEN',
      'REDIS_UNREACHABLE',
      'SCALE_UNREADABLE',
      'SENTINELS_UNREACHABLE',
      'SENTINEL_MASTER_UNKNOWN',
      'SERVER_UNRESPONSIVE',
      'TLS_FAILED',
    ]),
  ],
];
