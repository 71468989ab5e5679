import { expect } from 'chai';
import { Redis } from 'ioredis';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { endWithUs } from '../support/end-with-us.js';
import { eventually } from '../support/eventually.js';
import { repository } from '../support/repository.js';
import { Project } from './support/project.js';

const handler = (
  word: string,
): string => `import { RedisListTrigger, RedisMessageModel } from 'redis-triggers';
export class Work {
  @RedisListTrigger({ connection: 'setNowhere', key: 'orders' })
  onOrder({ message }: RedisMessageModel): void { console.log('${word}', message); }
}
`;

describe('redis-triggers dev', () => {
  it('has a Redis of its own, starts anew after a change, and waits for the correction of what does not load', async () => {
    using project = new Project();
    project.compile({ 'src/work.ts': handler('first') });
    const child = spawn(process.execPath, [join(repository, 'dist/package/cli/main.js'), 'dev', 'src'], {
      cwd: project.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    endWithUs(child);
    const exited = new Promise<number | null>((resolve) => void child.once('close', resolve));
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => (stdout += String(text)));
    child.stderr.on('data', (text) => (stderr += String(text)));
    const listens = (times: number): Promise<unknown> =>
      eventually(() => stderr.split('the function listens').length > times, `${times} starts`);
    await listens(1);
    const [, port] = /redis-cli -p (\d+)/.exec(stderr) ?? [];
    const client = new Redis(Number(port));
    await client.rpush('orders', 'one');
    await eventually(() => stdout.includes('first one'));
    project.compile({ 'src/work.ts': handler('second') });
    await eventually(() => stderr.includes('src/work.js has changed: starting anew'));
    await listens(2);
    await client.rpush('orders', 'two');
    await eventually(() => stdout.includes('second two'));
    project.write({ 'src/work.js': 'export const a = ;' });
    await eventually(() => stderr.includes("SyntaxError: Unexpected token ';'"));
    project.compile({ 'src/work.ts': handler('third') });
    await listens(3);
    await client.rpush('orders', 'three');
    await eventually(() => stdout.includes('third three'));
    client.disconnect();
    child.kill('SIGINT');
    expect(await exited).to.equal(0);
    expect(stdout).to.equal('first one\nsecond two\nthird three\n');
  });
});
