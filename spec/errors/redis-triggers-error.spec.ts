import { expect } from 'chai';
import { errorCodes } from '../../lib/errors/error-codes.js';
import { RedisTriggersError, throwProblems } from '../../lib/errors/redis-triggers-error.js';

const missing = {
  code: 'OPTION_MISSING',
  place: 'Orders.onOrder',
  what: 'the option "key" is missing',
} as const;
const unknown = {
  code: 'OPTION_UNKNOWN',
  place: 'Orders.x',
  what: 'it is unknown',
  remedy: 'Remove it',
} as const;

describe('RedisTriggersError', () => {
  it('says where, what, the remedy and the code', () => {
    const error = new RedisTriggersError(missing);
    expect(error.message).to.equal(
      `Orders.onOrder: the option "key" is missing. ${errorCodes.OPTION_MISSING.remedy} [OPTION_MISSING]`,
    );
    expect(error).to.include({ code: 'OPTION_MISSING', place: 'Orders.onOrder', name: 'RedisTriggersError' });
    expect(error.remedy).to.equal(errorCodes.OPTION_MISSING.remedy);
    expect(error).to.not.have.property('cause');
  });

  it('may have a remedy of its own, and a cause', () => {
    const error = new RedisTriggersError(unknown, { cause: 'why' });
    expect(error).to.include({ remedy: 'Remove it', cause: 'why' });
    expect(error.message).to.equal('Orders.x: it is unknown. Remove it. [OPTION_UNKNOWN]');
  });

  it('is its own only problem', () => {
    expect(new RedisTriggersError(missing).problems).to.deep.equal([missing]);
  });
});

describe('throwProblems', () => {
  it('does nothing without problems', () => {
    expect(() => throwProblems([])).to.not.throw();
  });

  it('throws one problem as itself', () => {
    expect(() => throwProblems([missing]))
      .to.throw(RedisTriggersError)
      .that.includes({ code: 'OPTION_MISSING' });
  });

  it('throws several as one error that has them all', () => {
    expect(() => throwProblems([missing, unknown]))
      .to.throw(RedisTriggersError, /2 problems[^]*Orders\.onOrder: [^]*Orders\.x: /)
      .that.deep.includes({ code: 'CONFIGURATION_INVALID', problems: [missing, unknown] });
  });
});
