import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { endWithUs } from '../end-with-us.js';
import type { SpecJob, SpecMessage, SpecPassed } from './messages.js';

/** How a run of specs ended. */
export interface SpecRun {
  readonly passed: readonly SpecPassed[];
  /** Why it did not end well, such as the title of the spec that failed. */
  readonly failure: string | undefined;
  /** Whether that is only that a spec was not done in time. */
  readonly isLate: boolean;
}

/** Beyond the limits that mocha keeps: code that never gives back the processor is not stopped by mocha. */
const graceInMs = 3_000;
/** Until the first spec begins, all of them must be loaded. */
const loadLimitInMs = 60_000;

/** Runs specs of an instrumented build in a process of its own, in which at most one mutant is awake. */
export async function runSpecs(folder: string, job: SpecJob, mutant?: number): Promise<SpecRun> {
  const child = fork(join(folder, 'dist/spec/support/mutation/run-specs.js'), {
    cwd: folder,
    // Specs of real servers say nothing about a mutant that the same specs on the fake do not, and take longer.
    env: {
      ...process.env,
      NODE_NO_WARNINGS: '1',
      REDIS_SERVER_BIN: 'none',
      ACTIVE_MUTANT: `${mutant ?? -1}`,
    },
    execArgv: ['--max-old-space-size=600'],
    stdio: ['ignore', 'ignore', mutant === undefined ? 'inherit' : 'ignore', 'ipc'],
  });
  endWithUs(child);
  const passed: SpecPassed[] = [];
  let failed: string | undefined;
  let hasEnded = false;
  let isLate = false;
  let watchdog: NodeJS.Timeout | undefined;
  const allow = (limitInMs: number): void => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, limitInMs + graceInMs);
  };
  child.on('message', (message: SpecMessage) => {
    if (message.type === 'begun') allow(message.limitInMs);
    else if (message.type === 'passed') passed.push(message);
    else {
      // After the first failure nothing counts any more, not even that the rest ended well.
      if (message.type === 'failed' && !hasEnded) {
        failed = `${message.title}: ${message.message}`;
        isLate = message.isLate;
      }
      hasEnded = true;
      child.kill('SIGKILL');
    }
  });
  allow(loadLimitInMs);
  child.send(job);
  await once(child, 'exit');
  clearTimeout(watchdog);
  const lost = isLate ? 'it hung' : 'the process ended';
  return { passed, failure: hasEnded ? failed : lost, isLate };
}
