import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { isError } from '../../errors/describe-error.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { CommandError } from '../frame/command-error.js';
import { exitCode } from '../frame/exit-code.js';

/** What each file exports. Rejects with the error of the first that does not load, as it is, and where it happened. */
export async function importFiles(files: readonly string[]): Promise<Record<string, unknown>[]> {
  const modules: Record<string, unknown>[] = [];
  for (const file of files) modules.push(await importFile(file));
  return modules;
}

/** What a file exports. */
export async function importFile(file: string): Promise<Record<string, unknown>> {
  const url = pathToFileURL(file).href;
  try {
    return (await import(url)) as Record<string, unknown>;
  } catch (error) {
    throw loadError(file, url, error);
  }
}

/** The file's own error is all there is to say, so the message has no words of ours. */
function loadError(file: string, url: string, error: unknown): CommandError {
  if (error instanceof RedisTriggersError) throw error;
  const message = ownStack(error, url);
  const [what = message] = message.split('\n').filter((line) => line.trim() !== '');
  const problem = { code: 'HANDLER_FILE_INVALID', place: file, what } as const;
  return new CommandError({ exitCode: exitCode.problems, code: problem.code, message, problems: [problem] });
}

function ownStack(error: unknown, url: string): string {
  if (!isError(error)) return `${String(error)} was thrown\n    at ${url}`;
  const stack = withoutForeignCalls(error.stack ?? error.message);
  const hasPlace =
    /\n {4}at /.test(stack) ||
    stack.includes(url) ||
    /(?:\/|\\)[^\n]*:\d+/.test(stack) ||
    stack.includes('imported from');
  return hasPlace ? stack : (placeOfSyntaxError(url) ?? `${url}\n${stack}`);
}

/** Where a syntax error is, Node.js only says when it prints the error itself: so another process meets it again. */
function placeOfSyntaxError(url: string): string | undefined {
  const program = `await import(${JSON.stringify(url)})`;
  const args = [...process.execArgv, '--input-type=module', '--eval', program];
  const { stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 10_000 });
  const text = withoutForeignCalls(stderr.replace(/\n+Node\.js v[^\n]*\n*$/, '')).trim();
  return text.includes('SyntaxError') ? text : undefined;
}

/** Without the calls of Node.js that load modules, and those behind them, which are ours. */
function withoutForeignCalls(stack: string): string {
  const lines = stack.split('\n');
  const end = lines.findIndex((line) => /^ {4}at .*node:internal\/modules\//.test(line));
  return (end < 0 ? lines : lines.slice(0, end)).join('\n');
}
