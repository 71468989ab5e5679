import { expect } from 'chai';
import { repository } from '../../support/repository.js';
import { runProgram } from '../../support/run-program.js';

/** A program without decorators, so that it needs no compiler. */
const program = (end: string): string => `
  import { createRuntime, RedisListTrigger } from './dist/package/index.js';
  class Orders { onOrder() {} }
  const descriptor = Object.getOwnPropertyDescriptor(Orders.prototype, 'onOrder');
  RedisListTrigger({ connection: 'shop', key: 'orders' })(Orders.prototype, 'onOrder', descriptor);
  const runtime = await createRuntime({ handlers: [Orders], connections: { shop: 'embedded' } });
  ${end}`;

async function logOf(end: string): Promise<string> {
  const args = ['--input-type=module', '--eval', program(end)];
  const { exitCode, stderr } = await runProgram(args, { cwd: repository });
  expect(exitCode, stderr).to.equal(0);
  return stderr;
}

describe('a program that ends with a runtime that it has made', () => {
  const text = 'the program ends, and its runtime was never started: call start()';

  it('is told that it forgot to start it', async () => {
    expect(await logOf('')).to.include(text);
  });

  it('is told nothing where it has started it, or stopped it', async () => {
    expect(await logOf('await runtime.start(); await runtime.stop();')).to.not.include(text);
    expect(await logOf('await runtime.stop();')).to.not.include(text);
  });
});
