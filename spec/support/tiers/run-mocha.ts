import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endWithUs } from '../end-with-us.js';
import { repository } from '../repository.js';
import { folderWithIoredis } from './folder-with-ioredis.js';
import type { Results } from './results.js';
import type { Batch } from './spec-files.js';

const mocha = 'node_modules/mocha/bin/mocha.js';

/**
 * Runs specs in a mocha of their own; what it prints is seen, and the root hooks tell the results. With SPEC_IOREDIS in
 * the environment, such as `ioredis-5`, they and the library use the ioredis that is installed under this name.
 */
export async function runMocha({ files, jobs, environment }: Batch): Promise<Results> {
  const parallel = jobs > 1 ? ['--parallel', '--jobs', `${jobs}`] : ['--no-parallel'];
  const args = [mocha, '--reporter', './dist/spec/support/tiers/file-reporter.js', ...parallel, ...files];
  const ioredis = environment?.SPEC_IOREDIS ?? process.env.SPEC_IOREDIS;
  const child = spawn(process.execPath, args, {
    cwd: ioredis ? await folderWithIoredis(ioredis) : repository,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  endWithUs(child);
  let told: Results | undefined;
  child.on('message', (message) => {
    const results = message as Results;
    told = { ...results, failures: results.failures.map((each) => ({ ...each, environment })) };
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return exitCode === 0 && told ? told : withFailure(told);
}

/** Mocha can fail without a spec that fails: it does not start, or it is killed. */
function withFailure(told: Results | undefined): Results {
  const results = told ?? { passed: 0, failed: 0, skipped: 0, failures: [] };
  if (results.failed > 0) return results;
  return { ...results, failed: 1, failures: [{ file: undefined, title: undefined }] };
}
