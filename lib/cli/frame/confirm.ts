import { createInterface } from 'node:readline/promises';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { CommandError } from './command-error.js';
import { exitCode } from './exit-code.js';
import type { Output } from './output.js';

/** Whether to go on with what changes much. Refuses where nobody can be asked and nobody said --yes. */
export async function confirm(question: string, { streams }: Output, yes = false): Promise<boolean> {
  if (yes) return true;
  if (!streams.stdin.isTTY || !streams.stderr.isTTY) throw refusal(question);
  const terminal = createInterface({ input: streams.stdin, output: streams.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

function refusal(question: string): CommandError {
  const what = `"${question}" cannot be asked without a terminal`;
  const { message, code, problems } = new RedisTriggersError({
    code: 'CONFIRMATION_NEEDED',
    place: 'redis-triggers',
    what,
  });
  return new CommandError({ exitCode: exitCode.usage, code, message, problems });
}
