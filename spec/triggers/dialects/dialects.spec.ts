import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../../docs/pages.js';
import { repository } from '../../support/repository.js';
import { runProgram } from '../../support/run-program.js';
import { compilers, type Dialect } from './compilers.js';

const sources = 'spec/triggers/dialects';

/** Inside of the repository, where `redis-triggers` is this package. */
const place = join(repository, 'dist/spec/triggers/dialects');

describe('the decorators of both dialects', function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    mkdirSync(place, { recursive: true });
    folder = mkdtempSync(join(place, 'compiled-'));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the program prints, whose parent class may be compiled in another dialect. */
  async function printed(compiler: string, program: Dialect, parent: Dialect): Promise<string[]> {
    const compile = compilers[compiler];
    if (!compile) throw new Error(`there is no compiler ${compiler}`);
    const target = mkdtempSync(join(folder, `${compiler.replace(' ', '-')}-`));
    for (const [name, dialect] of [
      ['program', program],
      ['parent', parent],
    ] as const) {
      const code = await compile(readText(`${sources}/${name}.ts`), dialect);
      writeFileSync(join(target, `${name}.js`), code);
    }
    const { stdout, stderr } = await runProgram([join(target, 'program.js')], { cwd: target });
    expect(stderr).to.equal('');
    return stdout.trimEnd().split('\n');
  }

  for (const compiler of Object.keys(compilers)) {
    for (const [program, parent] of [
      ['standard', 'standard'],
      ['legacy', 'legacy'],
      ['standard', 'legacy'],
      ['legacy', 'standard'],
    ] as const) {
      const what = program === parent ? program : `${program}, whose parent is ${parent},`;
      it(`do the same, compiled by ${compiler} as ${what}`, async () => {
        expect(await printed(compiler, program, parent)).to.deep.equal(expected);
      });
    }
  }
});

const expected: readonly string[] = [
  'Orders.kept: list (message,context), 2 around, 1 retries',
  'Orders.overridden: list (payload), 2 around, 1 retries',
  'Orders.redecorated: list (payload), 2 around, 1 retries',
  'Orders.onOrder: list (payload,context,container,input), 3 around, 1 retries',
  'Orders.onEntry: stream (message,message), 2 around, 1 retries',
  'Orders.onInvoice: list (payload), 2 around, 1 retries',
  'Orders.onBatch: list (payload), 2 around, 1 retries',
  'Orders.onElements: list (message), 2 around, 1 retries',
  'Orders.onNews: pubsub (message,context), 2 around, 1 retries',
  'second: list (), 2 around, 0 retries',
  'first: list (), 2 around, 0 retries',
  'Parent around Orders.kept',
  'Orders around Orders.kept',
  'Parent.kept x for Orders.kept',
  'Parent around Orders.overridden',
  'Orders around Orders.overridden',
  'Orders.overridden tea',
  'Parent around Orders.redecorated',
  'Orders around Orders.redecorated',
  'Orders.redecorated {"id":1,"article":"tea"}',
  'Parent around Orders.onOrder',
  'Orders around Orders.onOrder',
  'onOrder around Orders.onOrder',
  'onOrder tea attempt 1 in EUR, 3 left, 1',
  'Parent around Orders.onOrder',
  'Orders around Orders.onOrder',
  'onOrder around Orders.onOrder',
  'onOrder tea attempt 2 in EUR, 3 left, 2',
  'Parent around Orders.onEntry',
  'Orders around Orders.onEntry',
  'onEntry 1 fields, {"a":"1"}',
  'Parent around Orders.onInvoice',
  'Orders around Orders.onInvoice',
  'onInvoice invoice',
  'Parent around Orders.onBatch',
  'Orders around Orders.onBatch',
  'onBatch tea',
  'Parent around Orders.onElements',
  'Orders around Orders.onElements',
  'onElements one',
  'Parent around Orders.onNews',
  'Orders around Orders.onNews',
  'onNews x for Orders.onNews',
  'Parent around second',
  'Orders around second',
  'onDeadLetter of second',
  'HANDLER_INVALID Wrong.onClass a trigger decorator is on a static method',
  'HANDLER_INVALID Wrong.accessor a trigger decorator is on something that is not a method',
  'HANDLER_INVALID Wrong.field a trigger decorator is on something that is not a method',
  'HANDLER_INVALID Wrong.withoutTrigger the decorator @FixedDelayRetry is on a method without a trigger',
  'OPTION_INVALID Wrong.notCalled the option "args" has something at position 1 that is not made by one of Message(), Payload(), Context(), Inject() and RedisInput()',
  'PARAMETER_UNBINDABLE Wrong.tooFew parameter 2 is given nothing by the option "args"',
  'PARAMETER_UNBINDABLE Wrong.otherForm parameter 1 is a StreamEntry, which a list trigger never provides',
];
