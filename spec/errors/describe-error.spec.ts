import { expect } from 'chai';
import { runInNewContext } from 'node:vm';
import { describeError } from '../../lib/errors/describe-error.js';

describe('describeError', () => {
  it('tells the four texts of an error', () => {
    const error = Object.assign(new TypeError('wrong'), { code: 'E_WRONG' });
    expect(describeError(error)).to.deep.equal({
      name: 'TypeError',
      message: 'wrong',
      code: 'E_WRONG',
      stack: error.stack,
    });
  });

  it('tells nothing else of it, such as the arguments of a command', () => {
    const command = { name: 'auth', args: ['sesame'] };
    const error = Object.assign(new Error('ERR'), { command, args: ['sesame'], cause: 'sesame' });
    expect(JSON.stringify(describeError(error))).to.not.include('sesame');
  });

  it('knows an error of another realm', () => {
    expect(describeError(runInNewContext('new RangeError("far")'))).to.include({
      name: 'RangeError',
      message: 'far',
    });
  });

  it('has texts whatever the members of an error are', () => {
    const odd = Object.assign(new Error('x'), {
      name: 5,
      message: { secret: 'sesame' },
      code: 7,
      stack: null,
    });
    expect(describeError(odd)).to.deep.equal({ name: 'Error', message: 'an object is its message' });
  });

  const others: [unknown, string][] = [
    ['boom', 'a string was thrown: boom'],
    ['', 'a string was thrown: '],
    [42, 'a number was thrown: 42'],
    [10n, 'a bigint was thrown: 10'],
    [false, 'a boolean was thrown: false'],
    [Symbol('s'), 'a symbol was thrown: Symbol(s)'],
    [undefined, 'undefined was thrown'],
    [null, 'null was thrown'],
    [() => 'sesame', 'a function was thrown'],
    [{ message: 'told', args: ['sesame'] }, 'an object was thrown: told'],
    [{ command: { args: ['sesame'] } }, 'an object was thrown'],
    [['sesame'], 'an object was thrown'],
    [Object.create(null), 'an object was thrown'],
  ];
  for (const [thrown, message] of others) {
    it(`says "${message}" of what is no error`, () => {
      expect(describeError(thrown)).to.deep.equal({ name: 'NonError', message });
    });
  }

  it('shortens a long text', () => {
    expect(describeError('x'.repeat(10_000)).message).to.have.length.below(300);
  });

  it('never throws', () => {
    const fail = (): never => {
      throw new Error('from inside');
    };
    const hostile = [
      Object.defineProperty(new Error('x'), 'message', { get: fail }),
      Object.defineProperty({}, 'message', { get: fail }),
      new Proxy(new Error('x'), { getPrototypeOf: fail, get: fail }),
    ];
    for (const thrown of hostile) expect(describeError(thrown).message).to.include('cannot be looked at');
  });
});
