import { expect } from 'chai';
import { readableLogger } from '../../lib/logging/readable-logger.js';

describe('the log at a terminal', () => {
  const linesOf = (level: string): string[] => {
    const lines: string[] = [];
    const stream = { isTTY: false, write: (line: string) => lines.push(line) };
    const logger = readableLogger(stream as unknown as NodeJS.WriteStream, level);
    const ofFunction = logger.child({ functionId: 'Shop.onOrder', connection: 'shop' });
    ofFunction.debug({ attempt: 1 }, 'an attempt');
    ofFunction.info({ afterInMs: 3 }, 'the function listens');
    ofFunction.warn({}, 'a warning');
    ofFunction.error({ error: { name: 'Error', message: 'no stock', stack: 'at' } }, 'an invocation failed');
    return lines.map((line) => line.replace(/^\d\d:\d\d:\d\d /, ''));
  };

  it('is a line each, for people', () => {
    expect(linesOf('debug')).to.deep.equal([
      '· Shop.onOrder  an attempt  attempt=1\n',
      '  Shop.onOrder  the function listens  afterInMs=3\n',
      '! Shop.onOrder  a warning\n',
      '✗ Shop.onOrder  an invocation failed  error=Error: no stock\n',
    ]);
  });

  it('is as quiet as it is told', () => {
    const counts = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].map(
      (level) => linesOf(level).length,
    );
    expect(counts).to.deep.equal([4, 4, 3, 2, 1, 0, 0]);
  });
});
