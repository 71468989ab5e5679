import { expect } from 'chai';
import { repository } from '../support/repository.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { runProgram } from '../support/run-program.js';

interface MochaReport {
  readonly stats: { passes: number; failures: number; pending: number; duration: number };
  readonly passes: readonly { fullTitle: string }[];
  /** How long the tests kept a processor busy. */
  readonly processorTimeInMs: number;
}

/** Runs the tests of the example as its users do; mocha has to end by itself. */
async function runTests(file: string, redis: 'fake' | 'real'): Promise<MochaReport> {
  const mocha = ['node_modules/mocha/bin/mocha.js', '--no-config', '--reporter', 'json'];
  // Other specs share the processors with it.
  const options = ['--timeout', '60000', '--require', './dist/spec/examples/processor-time.js'];
  const { stdout, stderr } = await runProgram(
    [...mocha, ...options, `dist/examples/testing/${file}.test.js`],
    {
      cwd: repository,
      env: { REDIS_TRIGGERS_TEST_REDIS: redis },
    },
  );
  const [, time] = /^specs took (\d+) ms/m.exec(stderr) ?? [];
  return {
    ...(JSON.parse(stdout) as Omit<MochaReport, 'processorTimeInMs'>),
    processorTimeInMs: Number(time),
  };
}

describe('examples/testing', function () {
  this.timeout(180_000);
  const onlyFake = /^what only a fake can do/;

  it('has 50 tests and more, which keep a processor busy for less than 4 s on the fake', async () => {
    const { stats, processorTimeInMs } = await runTests('shop', 'fake');
    expect(stats).to.include({ failures: 0, pending: 0 });
    expect(stats.passes).to.be.at.least(50);
    // Half of it where nothing else runs. Their time by the clock would say what else the machine does.
    expect(processorTimeInMs).to.be.below(4_000);
  });

  (redisServerVersion === undefined ? it.skip : it)(
    'passes unchanged on real Redis, 50 of them',
    async () => {
      const { stats, passes } = await runTests('shop', 'real');
      expect(stats).to.include({ failures: 0, pending: 0 });
      expect(passes.filter(({ fullTitle }) => !onlyFake.test(fullTitle)).length).to.be.at.least(50);
    },
  );

  it('has the tests of docs/testing.md', async () => {
    const { stats } = await runTests('orders', 'fake');
    expect(stats).to.include({ passes: 4, failures: 0, pending: 0 });
    const { stats: chaos } = await runTests('chaos', 'fake');
    expect(chaos).to.include({ passes: 2, failures: 0, pending: 0 });
  });
});
