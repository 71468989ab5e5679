import { expect } from 'chai';
import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { redisServerVersion } from '../../support/redis-binary.js';
import { RedisServer } from '../../support/redis-server.js';
import { ordersOutput } from '../orders-run.js';
import { toolchainProject } from './toolchain-project.js';

const run = promisify(execFile);

/** Where each is, by a variable or on the PATH, and what npm has it. */
const runtimes = {
  bun: { variable: 'BUN_BIN', args: ['run'], npm: '@oven/bun-linux-x64' },
  deno: {
    variable: 'DENO_BIN',
    args: ['run', '-A', '--node-modules-dir=manual'],
    npm: '@deno/linux-x64-glibc',
  },
} as const;

for (const [name, { variable, args, npm }] of Object.entries(runtimes)) {
  const binary = process.env[variable] ?? name;
  const why = isThere(binary)
    ? ''
    : ` (SKIPPED: no ${name}; npm has it as ${npm}, ${variable} says where it is)`;

  describe(`the packed package under ${name}${why}`, function () {
    this.timeout(180_000);

    before(function () {
      if (why !== '') this.skip();
    });

    for (const dialect of ['legacy', 'standard'] as const) {
      it(`runs TypeScript with ${dialect} decorators`, async () => {
        const project = await toolchainProject(name, { dialect });
        project.copyProgram('orders.ts', 'main.ts');
        const server = redisServerVersion === undefined ? undefined : await RedisServer.start();
        try {
          const own = { REDIS_URL: server?.url, DENO_DIR: join(project.folder, '.deno'), NO_COLOR: '1' };
          const { stdout } = await run(binary, [...args, 'main.ts'], {
            cwd: project.folder,
            env: { ...process.env, ...own },
          });
          expect(stdout).to.equal(ordersOutput);
        } finally {
          await server?.stop();
        }
      });
    }
  });
}

function isThere(binary: string): boolean {
  try {
    execFileSync(binary, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
