import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from './eventually.js';
import { repository } from './repository.js';

const program = `
  import { spawn } from 'node:child_process';
  import { endWithUs } from './dist/spec/support/end-with-us.js';
  const [over, left] = [spawn('sleep', ['600']), spawn('sleep', ['600'])];
  for (const each of [over, left]) endWithUs(each);
  over.once('exit', () => console.log(left.pid));
  over.kill();
`;

describe('a child that ends with us (spec support)', () => {
  it('ends even when we are killed', async () => {
    const args = ['--input-type=module', '-e', program];
    const parent = spawn(process.execPath, args, { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'] });
    const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(printed);
    expect(isAlive(pid)).to.equal(true);
    parent.kill('SIGKILL');
    await eventually(() => !isAlive(pid), 'the child to end');
  });

  it('does not keep us running', async () => {
    const alone = `
      import { spawn } from 'node:child_process';
      import { endWithUs } from './dist/spec/support/end-with-us.js';
      const child = spawn('sleep', ['600'], { stdio: 'ignore' });
      child.unref();
      endWithUs(child);
      console.log(child.pid);
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', alone], {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
    await once(parent, 'close');
    await eventually(() => !isAlive(Number(printed)), 'the child to end');
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
