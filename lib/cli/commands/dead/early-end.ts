import type { ErrorReport } from '../../frame/command-error.js';
import { exitCode } from '../../frame/exit-code.js';
import type { Output } from '../../frame/output.js';

/** How something ended before it was done. */
export interface EarlyEnd {
  readonly endedBy?: string;
  readonly error?: ErrorReport;
}

/** The members of a document for it: an error as every command shows one. */
export function endMembers({ endedBy, error }: EarlyEnd): object {
  return {
    ...(endedBy !== undefined && { endedBy }),
    ...(error && { error: { code: error.code, message: error.message, problems: error.problems } }),
  };
}

/**
 * Says what ended a command before it was done, what became of the rest, and how to go on. Returns its exit code; undefined
 * where it was done.
 */
export function endOf({ endedBy, error }: EarlyEnd, rest: string, output: Output): number | undefined {
  if (endedBy === undefined && error === undefined) return undefined;
  // With JSON the error is a member of the document.
  if (error && !output.isJson) output.error(error);
  output.log(`${rest} To go on: ${commandLine()}`);
  return error?.exitCode ?? exitCode.failed;
}

function commandLine(): string {
  return ['redis-triggers', ...process.argv.slice(2).map(quoted)].join(' ');
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
