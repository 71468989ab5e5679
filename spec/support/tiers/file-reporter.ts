import Mocha, { type Hook, type MochaOptions, type Runner, type Suite, type Test } from 'mocha';
import { relative } from 'node:path';
import { repository } from '../repository.js';

const { Base } = Mocha.reporters;

/** One line for each file of specs, with the time it took; at the end mocha's list of what failed. */
class FileReporter extends Base {
  private file: string | undefined;
  private passed = 0;
  private failed = 0;
  private skipped = 0;
  private timeInMs = 0;

  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    runner.on('pass', (test) => this.count(test, () => (this.passed += 1)));
    runner.on('fail', (test) => this.count(test, () => (this.failed += 1)));
    runner.on('pending', (test) => this.count(test, () => (this.skipped += 1)));
    runner.on('hook end', (hook) => this.count(hook, () => undefined));
    // With --parallel each file has a root suite of its own.
    runner.on('suite end', (suite: Suite) => {
      if (suite.root) this.printFile();
    });
    runner.once('end', () => this.epilogue());
  }

  private count({ file, duration = 0 }: Test | Hook, count: () => void): void {
    if (file !== undefined && file !== this.file) {
      this.printFile();
      this.file = file;
    }
    this.timeInMs += duration;
    count();
  }

  private printFile(): void {
    const { file, passed, failed, skipped, timeInMs } = this;
    if (file !== undefined) {
      const name = relative(repository, file)
        .replace(/^dist\/spec\//, '')
        .replace(/\.spec\.js$/, '');
      const [symbol, color] = failed > 0 ? [Base.symbols.err, 'fail'] : [Base.symbols.ok, 'checkmark'];
      const further = [failed && `, ${failed} failed`, skipped && `, ${skipped} skipped`].filter(Boolean);
      const line = `${symbol} ${name}: ${passed} passed${further.join('')}, ${(timeInMs / 1_000).toFixed(1)} s`;
      process.stdout.write(`${Base.color(color, line)}\n`);
    }
    this.file = undefined;
    this.passed = this.failed = this.skipped = this.timeInMs = 0;
  }
}

// Mocha loads a reporter by require().
export { FileReporter as 'module.exports' };
