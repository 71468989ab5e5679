import { expect } from 'chai';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportDeadLetters } from '../../lib/cli/actions/dead/export-dead-letters.js';
import type { ActionContext } from '../../lib/cli/program/action-context.js';
import type { CommandSender } from '../../lib/redis/commands/command-sender.js';
import { Secrets } from '../../lib/logging/secrets.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { senderOf } from '../support/sender-of.js';
import { describeOnRedis } from '../support/test-redis.js';

const descriptor = describeOne(classWith(RedisListTrigger({ connection: 'c', key: 'orders', name: 'F' })));
const key = '{orders}:dead-letter:F';

describeOnRedis('An export to a file that ends early', (redis) => {
  let folder = '';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'redis-triggers-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const contextWith = (signal: AbortSignal, client: CommandSender): ActionContext => {
    const program = {
      find: () => descriptor,
      connect: () => Promise.resolve(client),
      secrets: new Secrets(),
    };
    return { program: () => Promise.resolve(program), signal } as unknown as ActionContext;
  };
  const request = (file: string): Parameters<typeof exportDeadLetters>[1] => ({
    functionId: 'F',
    filters: [],
    file,
    asMembers: false,
  });

  it('leaves no file that is not whole, where a signal ends it', async () => {
    await redis.client.xadd(key, '1-0', 'kind', 'list', 'source', 'orders', 'body', 'a');
    const file = join(folder, 'interrupted.ndjson');
    const result = await exportDeadLetters(
      contextWith(AbortSignal.abort('SIGINT'), senderOf(redis.client)),
      request(file),
    );
    expect(result).to.deep.equal({ functionId: 'F', exported: 0, endedBy: 'SIGINT' });
    expect(existsSync(file)).to.equal(false);
  });

  it('leaves none where Redis fails', async () => {
    await redis.client.xadd(key, '1-0', 'kind', 'list', 'source', 'orders', 'body', 'a');
    const file = join(folder, 'failed.ndjson');
    const client = senderOf(redis.client);
    const failing: CommandSender = {
      send: (command) =>
        command[0] === 'XRANGE' ? Promise.reject(new Error('the line is cut')) : client.send(command),
    };
    const result = await exportDeadLetters(contextWith(new AbortController().signal, failing), request(file));
    expect(result).to.have.nested.property('error.exitCode', 1);
    expect(result.exported).to.equal(0);
    expect(existsSync(file)).to.equal(false);
  });
});
