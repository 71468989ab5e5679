import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import { readText } from '../../docs/pages.js';
import { repository } from '../../support/repository.js';
import { runProgram } from '../../support/run-program.js';
import { RunningProgram } from '../../support/running-program.js';
import { onBoth } from './on-both.js';

describe('the recipes that are programs', function () {
  this.timeout(60_000);

  onBoth('drains on SIGTERM: what has begun ends, what has not goes back', async ({ client, address }) => {
    await client.rpush('videos', '300', '1');
    const program = new RunningProgram('examples/recipes/drain.js', [], { redisLocalhost: address });
    try {
      await program.until(() => program.stdout.includes('begins 300'));
      program.signal('SIGTERM');
      expect(await program.exit(), program.stderr).to.equal(0);
    } finally {
      await program.end();
    }
    expect(program.stdout).to.equal('begins 300\nends 300\n');
    expect(await client.lrange('videos', 0, -1)).to.deep.equal(['1']);
  });

  it('has a test with virtual time, which passes', async () => {
    const mocha = ['node_modules/mocha/bin/mocha.js', '--no-config', '--timeout', '30000'];
    const { exitCode, stdout, stderr } = await runProgram(
      [...mocha, 'dist/examples/recipes/virtual-time.test.js'],
      {
        cwd: repository,
      },
    );
    expect(exitCode, stdout + stderr).to.equal(0);
    expect(stdout).to.include('1 passing');
  });
});

describe('docs/cookbook.md', () => {
  const page = readText('docs/cookbook.md');

  it('shows every recipe, and at least twenty', () => {
    const files = readdirSync(new URL('../../../../examples/recipes/', import.meta.url));
    expect(files.length).to.be.at.least(20);
    for (const file of files) expect(page).to.include(`<!-- file: examples/recipes/${file}#recipe -->`);
  });

  it('lists every recipe at its beginning', () => {
    const [head = '', ...sections] = page.split(/^## /m);
    for (const section of sections) expect(head).to.include(`[${section.split('\n')[0]}](#`);
  });
});
