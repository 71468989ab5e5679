import { relative } from 'node:path';
import type { RunArguments } from '../actions/run-functions.js';
import { CommandError } from '../frame/command-error.js';
import { defineCommand, type Invocation } from '../frame/command-spec.js';
import { exitCode } from '../frame/exit-code.js';
import { nextChange } from '../running/watch-files.js';
import { addRunOptions, runArguments, type RunOptions } from './run-options.js';

export const dev = defineCommand<RunOptions>({
  usage: 'dev [files...]',
  effect: 'changes',
  summary:
    'Run the functions while you write them: with a Redis of its own where none is set, and anew after each change.',
  examples: ['dev src/handlers'],
  loadsHandlers: true,
  configure: (command) => {
    addRunOptions(command);
  },
  async run(invocation) {
    const { FakeRedis } = await import('../../testing/fake/fake-redis.js');
    const redis = new FakeRedis();
    const { port } = await redis.listen(0);
    const { options, output } = invocation;
    const { freePortLike } = await import('../running/listen-at.js');
    const http = options.http ?? `127.0.0.1:${await freePortLike(9_400)}`;
    output.log(`The page of what runs: http://${http}/ui/`);
    output.log(`Connections that are set nowhere lead to an embedded Redis: redis-cli -p ${port}`);
    const args = { ...runArguments(options), http, unresolvedConnection: `redis://127.0.0.1:${port}` };
    const ending = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
    while (!ending.signal.aborted) await runUntilChange(invocation, args, ending.signal);
    await redis.close();
    return exitCode.done;
  },
});

/** Runs the functions once; ends when a file has changed and all is drained. */
async function runUntilChange(
  { output, programs }: Invocation<RunOptions>,
  args: RunArguments,
  ending: AbortSignal,
): Promise<void> {
  const changed = new AbortController();
  const change = nextChange(process.cwd(), ending).then((file) => {
    if (file !== undefined) output.log(`${relative(process.cwd(), file)} has changed: starting anew`);
    changed.abort();
  });
  try {
    await programs.run('run', args, { ownOutput: true, signal: changed.signal });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    output.error(error.report);
  }
  // What does not load waits for its correction.
  await change;
}
