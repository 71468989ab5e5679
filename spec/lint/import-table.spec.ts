import { expect } from 'chai';
import { loadESLint } from 'eslint';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/repository.js';

/** Words that could stand in any name, and so say nothing in one. */
const wordsNotUsed =
  /^(?:manager|helper|util|processor|service|data|info|common|base|job|queue|task)(?:s|es)?$/;

/** What is needed of ESLint here. */
interface TextLinter {
  lintText(
    text: string,
    options: { filePath: string },
  ): Promise<{ messages: { ruleId: string | null; fatal?: boolean | undefined }[] }[]>;
}

interface Zone {
  readonly target: string;
  readonly from: string;
  readonly except: readonly string[];
}

const lib = readdirSync(join(repository, 'lib'), { recursive: true, withFileTypes: true });
const folders = readdirSync(join(repository, 'lib'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function readZones(): readonly Zone[] {
  const { rules } = JSON.parse(readFileSync(join(repository, '.eslintrc.json'), 'utf8')) as {
    rules: { 'import/no-restricted-paths': [string, { zones: readonly Zone[] }] };
  };
  return rules['import/no-restricted-paths'][1].zones;
}

describe('the import table of .eslintrc.json', () => {
  // a folder inside one of these has a line of its own
  const zones = readZones().filter(({ target }) => /^\.\/lib\/[^/]+$/.test(target));
  const allowed = new Map(zones.map(({ target, except }) => [target, except]));

  it('has a line for each folder of lib', () => {
    expect([...allowed.keys()]).to.have.members(folders.map((folder) => `./lib/${folder}`));
  });

  it('lets each folder import itself and folders below, and never two each other', () => {
    for (const [target, except] of allowed) {
      const own = target.replace('lib/', '');
      const below = except.filter((folder) => folder !== own);
      const back = below.filter((folder) => allowed.get(folder.replace('./', './lib/'))?.includes(own));
      expect({ target, hasItself: except.includes(own), back }).to.deep.equal({
        target,
        hasItself: true,
        back: [],
      });
    }
  });
});

describe('the names in lib', () => {
  it('have none of the words that say nothing', () => {
    const wordless = lib.filter(({ name }) => name.split(/[-.]/).some((word) => wordsNotUsed.test(word)));
    expect(wordless.map(({ name }) => name)).to.deep.equal([]);
  });
});

describe('npm run lint', function () {
  // the first look reads the types of the whole project
  this.timeout(180_000);

  let eslint: TextLinter;

  before(async () => {
    const ESLint = await loadESLint({ useFlatConfig: false });
    // With CI=true the parser expects each file once, as it is on disk, and would not look at the text given here.
    const parserOptions = { disallowAutomaticSingleRunInference: true };
    eslint = new ESLint({ cwd: repository, overrideConfig: { parserOptions } });
  });

  /** The rules of imports and globals that this text breaks, if it were this file of ours. */
  async function brokenRules(file: string, text: string): Promise<string[]> {
    const results = await eslint.lintText(text, { filePath: join(repository, file) });
    // a file that is left out would break no rule either
    expect(results).to.have.length(1);
    const messages = results.flatMap((result) => result.messages);
    expect(messages.filter(({ fatal }) => fatal)).to.deep.equal([]);
    return messages.map(({ ruleId }) => ruleId ?? '').filter((rule) => /import|globals/.test(rule));
  }

  const listener = 'lib/list/at-most-once/at-most-once-listener.ts';
  const cases: readonly (readonly [title: string, file: string, specifier: string, broken: string[]])[] = [
    ['lets a folder import down', listener, '../../time/clock.js', []],
    [
      'keeps the order among folders inside one',
      'lib/redis/errors/error-kind.ts',
      '../client/redis-client.js',
      ['import/no-restricted-paths'],
    ],
    ['refuses an import up', listener, '../../runtime/health/health.js', ['import/no-restricted-paths']],
    [
      'keeps listeners from invocation',
      listener,
      '../../invocation/invoker.js',
      ['import/no-restricted-paths'],
    ],
    ['keeps listeners apart', listener, '../../stream/stream-listener.js', ['import/no-restricted-paths']],
    ['keeps ioredis to lib/redis and lib/connections', listener, 'ioredis', ['no-restricted-imports']],
    ['lets lib/connections import ioredis', 'lib/connections/make-client.ts', 'ioredis', []],
    [
      'keeps the fake from the framework',
      'lib/testing/fake/fake-redis.ts',
      '../../runtime/health/health.js',
      ['import/no-restricted-paths'],
    ],
    [
      'lets nothing import the testing kit',
      'lib/runtime/runtime.ts',
      '../testing/kit/free-port.js',
      ['import/no-restricted-paths'],
    ],
    ['refuses an index', listener, '../../index.js', ['no-restricted-imports', 'import/no-restricted-paths']],
  ];
  for (const [title, file, specifier, broken] of cases) {
    it(title, async () => {
      const text = `export * as imported from '${specifier}';\n`;
      expect(await brokenRules(file, text)).to.have.members(broken);
    });
  }

  it("keeps the timers that a user's test may replace to lib/time", async () => {
    const text = 'export const timer = setTimeout(() => undefined, 1);\n';
    expect(await brokenRules(listener, text)).to.deep.equal(['no-restricted-globals']);
    expect(await brokenRules('lib/time/real-timers.ts', text)).to.deep.equal([]);
  });
});
