import { expect } from 'chai';
import { Redis } from 'ioredis';
import {
  countByScript,
  loseAReply,
  outliveASession,
  popFromFake,
  startGuarded,
} from '../../examples/snippets/fake-redis.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { Faults } from '../../lib/testing/fake/faults/faults.js';
import { ownPort } from '../support/own-port.js';
import { codeIn, readText, sectionOf, tableRows } from './pages.js';

describe('docs/fake-redis.md', () => {
  const page = readText('docs/fake-redis.md');
  let fake: FakeRedis | undefined;

  afterEach(async () => {
    await fake?.close();
    fake = undefined;
  });

  it('pops what was pushed', async () => {
    expect(await popFromFake()).to.equal('{"id":1}');
  });

  it('opens a fake to other clients', async () => {
    const port = await ownPort();
    fake = await startGuarded(port);
    const redis = new Redis(port, { password: 'secret' });
    expect(await redis.info('server')).to.match(/redis_version:8\.0/);
    redis.disconnect();
  });

  it('outlives a session in no time', async () => {
    expect(await outliveASession()).to.equal(0);
  });

  it('loses a reply, and has popped all the same', async () => {
    fake = new FakeRedis();
    expect(await failureOf(loseAReply(fake))).to.equal('Connection is closed.');
    const redis = fake.createClient();
    expect(await redis.llen('orders')).to.equal(0);
    for (let call = 0; call < 3; call++) {
      expect(await failureOf(redis.xadd('s', '*', 'a', 'b'))).to.match(/^OOM /);
    }
    expect(await redis.xadd('s', '*', 'a', 'b')).to.be.a('string');
  });

  it('runs a function in the place of a script', async () => {
    fake = new FakeRedis();
    expect(await countByScript(fake)).to.equal(5);
  });

  it('lists the options and members of a fake', () => {
    const source = readText('lib/testing/fake/fake-redis.ts');
    const [, options = ''] = /interface FakeRedisOptions \{([\s\S]*?)^\}/m.exec(source) ?? [];
    const names = [...options.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name);
    expect(tableRows(sectionOf(page, 'Options')).map(([name = '']) => codeIn(name)[0])).to.deep.equal(names);
    const own = Object.getOwnPropertyNames(FakeRedis.prototype).filter((name) => isPublic(source, name));
    const listed = tableRows(sectionOf(page, 'Members')).flatMap(([name = '']) => codeIn(name));
    expect(listed.map((name) => /^\w+/.exec(name)?.[0])).to.have.members([
      ...own,
      ...['clock', 'faults', 'scripts'],
    ]);
  });

  it('lists the faults', () => {
    const source = readText('lib/testing/fake/faults/faults.ts');
    const own = Object.getOwnPropertyNames(Faults.prototype).filter((name) => isPublic(source, name));
    const listed = tableRows(sectionOf(page, 'Faults')).flatMap(([name = '']) => codeIn(name));
    expect(listed.map((name) => /^\w+/.exec(name)?.[0])).to.have.members([...own, 'halfOpen', 'refusing']);
  });

  it('lists the commands that it has', async () => {
    fake = new FakeRedis({ version: '8.2' });
    const names = (await fake.createClient().call('COMMAND', 'LIST')) as string[];
    const [section = ''] = sectionOf(page, 'Commands').split('Any other command of Redis');
    const own = section.replace(/\([^)]*\)/g, '').match(/\b[A-Z][A-Z_-]*[A-Z]\b/g);
    const commands = names.filter((name) => !name.includes('|'));
    expect(own).to.have.members(commands.map((name) => name.toUpperCase()));
  });
});

async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'it did not fail';
}

/** Whether a member is for users: neither private nor internal. */
function isPublic(source: string, name: string): boolean {
  if (name === 'constructor' || new RegExp(`private (?:async )?${name}\\(`).test(source)) return false;
  return !new RegExp(`@internal[^\\n]*\\n {2}${name}\\(`).test(source);
}
