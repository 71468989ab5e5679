import { expect } from 'chai';
import { optionTable } from '../../lib/functions/options/option-table.js';
import { readText } from '../docs/pages.js';
import { SampleCompiler } from './types/sample-compiler.js';

const imports = `import { RedisListTrigger, RedisStreamTrigger, RedisPubSubTrigger, defineList, defineStream, defineChannel } from '../../../lib/index.js';
class Order { id!: number }
const orders = defineList('k', { connection: 'c', payload: Order });
`;

const kinds = {
  list: { decorator: 'RedisListTrigger', define: 'defineList', source: 'key' },
  stream: { decorator: 'RedisStreamTrigger', define: 'defineStream', source: 'key' },
  pubsub: { decorator: 'RedisPubSubTrigger', define: 'defineChannel', source: 'channel' },
} as const;
type Kind = keyof typeof kinds;

/** As it stands beside the compiled specs, where the compiler of samples looks. */
function sampleIn(file: string): string {
  return readText(file).replace('../../../../lib/index.js', '../../../lib/index.js');
}

describe('the types of handlers', () => {
  const compiler = new SampleCompiler();

  const standard = { experimentalDecorators: false, emitDecoratorMetadata: false, noUnusedLocals: false };
  const dialects = [
    { dialect: 'legacy', types: compiler, folder: 'spec/triggers/types' },
    { dialect: 'standard', types: new SampleCompiler(standard), folder: 'spec/triggers/types/standard' },
  ];
  for (const { dialect, types, folder } of dialects) {
    it(`let every good handler with ${dialect} decorators compile`, () => {
      const snippets = ['args', 'injectable', 'smallest'].map((name) => `examples/snippets/${name}.ts`);
      for (const file of [`${folder}/good-handlers.ts`, 'spec/triggers/dialects/parent.ts', ...snippets])
        expect([...types.errorsOf(sampleIn(file))], file).to.deep.equal([]);
    });

    it(`say of a bad one with ${dialect} decorators what is wrong, where it is wrong`, () => {
      const sample = sampleIn(`${folder}/bad-handlers.ts`);
      const expected = new Map(
        sample.split('\n').flatMap((line, index): [number, string][] => {
          const [, what] = /@ts-expect-error: (.*)$/.exec(line) ?? [];
          return what === undefined ? [] : [[index + 2, what]];
        }),
      );
      expect(expected.size).to.be.greaterThan(20);
      const errors = types.errorsOf(sample.replaceAll('@ts-expect-error:', 'wrong:'));
      expect([...errors.keys()]).to.have.members([...expected.keys()]);
      for (const [line, what] of expected) expect(errors.get(line), `line ${line}`).to.include(what);
    });
  }

  for (const [kind, { decorator, define, source }] of Object.entries(kinds) as [
    Kind,
    (typeof kinds)[Kind],
  ][]) {
    const names = Object.entries(optionTable).flatMap(([name, rule]) =>
      (rule.kinds as readonly string[]).includes(kind) ? name : [],
    );
    const definedOf = (all: readonly string[]): string[] =>
      all.filter((name) => name !== source && !optionTable[name as keyof typeof optionTable].ofMethod);
    const inDecorator = (options: string): string =>
      `${imports}class Sample { @${decorator}({ ${options} }) on(): void {} }`;

    it(`offer the options of a ${kind} trigger in their canonical spelling alone`, () => {
      expect(compiler.offeredAt(inDecorator('|'))).to.have.members(names);
      const others = names.filter((name) => name !== 'connection' && name !== source);
      const begun = `connection: 'c', ${source}: 'k', |`;
      expect(compiler.offeredAt(inDecorator(begun))).to.have.members(others);
    });

    it(`offer those of a ${kind} definition, and of what overrides one`, () => {
      const defined = definedOf(names);
      expect(compiler.offeredAt(`${imports}${define}('k', { | })`)).to.have.members(defined);
      const own = names.filter((name) => !optionTable[name as keyof typeof optionTable].agreed);
      const given = `${imports}const d = ${define}('k', { connection: 'c' }); ${decorator}(d, { | })`;
      expect(compiler.offeredAt(given)).to.have.members(own);
    });

    it(`have a sentence for each option of a ${kind} trigger and definition`, () => {
      const marked = (all: readonly string[]): string => all.map((name) => `|${name}: undefined!`).join(', ');
      const defined = definedOf(names);
      const hovers = compiler.hoversAt(
        `${inDecorator(marked(names))} ${define}('k', { ${marked(defined)} })`,
      );
      expect(hovers).to.have.length(names.length + defined.length);
      for (const [index, name] of [...names, ...defined].entries())
        expect(hovers[index], name).to.match(/\w.*\./);
    });
  }

  it('explain a decorator, however it is used', () => {
    const uses = ["{ connection: 'c', key: 'k' }", 'orders', "{ Connection: 'c', Key: 'k' }"];
    const decorators = uses.map((use) => `@|RedisListTrigger(${use})`);
    const hovers = compiler.hoversAt(`${imports}class Sample { ${decorators.join(' ')} on(): void {} }`);
    expect(hovers).to.have.length(3);
    for (const hover of hovers) expect(hover).to.match(/\w/);
  });
});
