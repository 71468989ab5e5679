import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../../../lib/errors/problem.js';
import type { Class } from '../../../lib/metadata/class.js';
import { loadHandlers } from '../../../lib/runtime/build/load-handlers.js';

const trigger = new URL('../../../lib/triggers/redis-list-trigger.js', import.meta.url).href;

/** A module that exports a class with a trigger on its method `run`. */
const moduleWith = (name: string, more = '') => `
  import { RedisListTrigger } from ${JSON.stringify(trigger)};
  export class ${name} { run() {} }
  RedisListTrigger({ connection: 'c', key: 'k' })(${name}.prototype, 'run', { value: ${name}.prototype.run });
  ${more}`;

describe('loadHandlers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handlers-'));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const pattern = (text: string) => join(folder, text).replaceAll('\\', '/');

  before(() => {
    write(
      'orders.mjs',
      moduleWith('Orders', 'export { Orders as default, Orders as Again }; export const other = 5;'),
    );
    write('special.mjs', `import { Orders } from './orders.mjs'; export class Special extends Orders {}`);
    write('plain.mjs', 'export class Plain {} export const arrow = () => 1; export const none = null;');
    write('broken.mjs', 'throw new Error("broken at import");');
    write('types.d.mts', 'this is not code');
    write('notes.txt', 'nor is this');
  });

  after(() => rmSync(folder, { recursive: true }));

  async function load(...handlers: (Class | string)[]) {
    const problems: Problem[] = [];
    const classes = await loadHandlers(handlers, problems);
    return { names: classes.map(({ name }) => name), problems };
  }

  it('gives classes as they are, each once', async () => {
    class Given {}
    expect(await load(Given, Given)).to.deep.equal({ names: ['Given'], problems: [] });
  });

  it('imports the classes with triggers that files export, each once', async () => {
    const { names, problems } = await load(pattern('{orders,plain}.mjs'), pattern('orders.mjs'));
    expect(names).to.deep.equal(['Orders']);
    expect(problems).to.be.empty;
  });

  it('imports a subclass for its inherited triggers, and then not its base, which would run them again', async () => {
    const { names, problems } = await load(pattern('{orders,special}.mjs'), pattern('orders.mjs'));
    expect(names).to.deep.equal(['Special']);
    expect(problems).to.be.empty;
  });

  const wrong: [string, string, RegExp][] = [
    ['a pattern that matches nothing', 'nothing-*.mjs', /matches no file/],
    ['a pattern that matches no code', '*.{txt,d.mts}', /matches no file/],
    ['files without handlers', 'plain.mjs', /none of the 1 files exports a class with trigger methods/],
    ['a file that cannot be imported', 'broken.mjs', /cannot be imported: broken at import/],
  ];
  for (const [what, file, message] of wrong) {
    it(`reports ${what}`, async () => {
      const { problems } = await load(pattern(file));
      expect(problems.map(({ code }) => code)).to.deep.equal(['HANDLER_FILE_INVALID']);
      expect(problems[0]?.what).to.match(message);
      expect(problems[0]?.place).to.include(file);
    });
  }

  it('gives the good files of a pattern beside the problems of the bad ones', async () => {
    const { names, problems } = await load(pattern('{broken,orders}.mjs'));
    expect(names).to.deep.equal(['Orders']);
    expect(problems).to.have.length(1);
  });
});
