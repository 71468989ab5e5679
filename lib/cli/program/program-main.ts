import { systemClock } from '../../time/system-clock.js';
import { CommandError, reportOf } from '../frame/command-error.js';
import { exitCode } from '../frame/exit-code.js';
import { LoaderNeeded } from './loader-needed.js';
import { Program } from './program.js';
import type { FromProgram, ActionEvent, ActionRequest, ToProgram } from './protocol.js';
import type { ActionContext } from './action-context.js';
import { allActions, type Action, type ActionName } from './all-actions.js';

/** How long an action may go on when nobody hears of it any more; `run` has the time that its own stop may take. */
const mostAloneInMs = 5_000;

/** The process that loads the handlers: it does one action for the command that started it, and ends. */
let action: string | undefined;
const answers = new Map<number, (answer: Extract<ToProgram, { type: 'answer' }>['answer']) => void>();
const ending = new AbortController();
let opened: Promise<Program> | undefined;
let asked = 0;

process.on('message', (message: ToProgram) => {
  if (message.type === 'request') return void perform(message.request);
  answers.get(message.id)?.(message.answer);
  answers.delete(message.id);
});
process.once('disconnect', () => void endAlone());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => endBy(signal));
send({ type: 'ready' });

async function perform({ name, args, source }: ActionRequest): Promise<void> {
  action = name;
  const context: ActionContext = {
    program: (options) => (opened ??= Program.load(source, options)),
    source,
    tell,
    sleep: (inMs) => systemClock.sleep(inMs, ending.signal),
    signal: ending.signal,
  };
  try {
    const perform: Action = await allActions[name as ActionName]();
    const result = await perform(context, args as never);
    await leave({ type: 'result', result });
  } catch (error) {
    if (error instanceof LoaderNeeded) {
      await leave({ type: 'needsLoader', file: error.file });
      return;
    }
    const program = await opened?.catch(() => undefined);
    await leave({ type: 'failure', report: reportOf(error, (text) => program?.secrets.scrub(text) ?? text) });
  }
}

function tell(event: ActionEvent): Promise<boolean> {
  const id = asked++;
  if (!process.connected) return Promise.reject(commandGone());
  return new Promise((resolve, reject) => {
    answers.set(id, (answer) => {
      if ('refusal' in answer) reject(new CommandError(answer.refusal));
      else resolve(answer.goesOn);
    });
    send({ type: 'event', id, event });
  });
}

/** Handlers may keep timers and connections open: the process is ended all the same. */
async function leave(last: FromProgram): Promise<void> {
  const program = await opened?.catch(() => undefined);
  await program?.close();
  if (!process.connected) process.exit(exitCode.failed);
  process.send?.(last, () => process.exit(process.exitCode));
}

function endBy(signal: NodeJS.Signals): void {
  if (ending.signal.aborted) process.exit(exitCode.failed);
  ending.abort(signal);
}

/**
 * The command is gone, however it ended: nothing that an action tells or asks is answered, and one that waits for a Redis
 * which does not answer would wait for ever.
 */
async function endAlone(): Promise<void> {
  if (!ending.signal.aborted) endBy('SIGHUP');
  for (const answer of answers.values()) answer({ refusal: commandGone().report });
  await systemClock.sleep(mostAloneInMs);
  if (action !== 'run') process.exit(exitCode.failed);
}

function commandGone(): CommandError {
  const message = 'the command that started this process is gone';
  return new CommandError({ exitCode: exitCode.failed, code: 'Error', message, problems: [] });
}

function send(message: FromProgram): void {
  if (process.connected) process.send?.(message);
}
