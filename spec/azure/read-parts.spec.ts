import { expect } from 'chai';
import { isWritten, readLogLevels } from '../../lib/azure/folder/log-levels.js';
import { entryPointOf } from '../../lib/azure/node/entry-point.js';

describe('the log levels of host.json', () => {
  const noSettings = { get: () => undefined };

  it('are those of the longest name that fits; information by default', () => {
    const levels = readLogLevels(
      {
        logging: {
          logLevel: {
            default: 'Error',
            Function: 'Warning',
            'function.f': 'Debug',
            'Function.G.User': 'None',
          },
        },
      },
      noSettings,
    );
    expect(isWritten(levels, 'F', 'debug')).to.equal(true);
    expect(isWritten(levels, 'F', 'trace')).to.equal(false);
    expect(isWritten(levels, 'Other', 'information')).to.equal(false);
    expect(isWritten(levels, 'Other', 'warning')).to.equal(true);
    expect(isWritten(levels, 'G', 'critical')).to.equal(false);
    const none = readLogLevels({}, noSettings);
    expect(isWritten(none, 'F', 'information')).to.equal(true);
    expect(isWritten(none, 'F', 'debug')).to.equal(false);
  });

  it('give way to a setting', () => {
    const settings = { get: (name: string) => (name.endsWith(':Function') ? 'Error' : undefined) };
    expect(isWritten(readLogLevels({}, settings), 'F', 'warning')).to.equal(false);
  });
});

describe('entryPointOf', () => {
  const run = (): string => 'run';
  const other = (): string => 'other';
  const found: [string, unknown, string | undefined, string][] = [
    ['a function, whatever the entry point', run, 'other', 'run'],
    ['the only member', { other }, undefined, 'other'],
    ['run among others', { a: 1, run, index: other }, undefined, 'run'],
    ['index', { a: 1, index: other }, undefined, 'other'],
    ['what the entry point names', { run, other }, 'other', 'other'],
  ];
  for (const [what, exported, entryPoint, result] of found) {
    it(`finds ${what}`, () => {
      const callback = entryPointOf(exported, entryPoint);
      expect(typeof callback === 'string' ? callback : callback()).to.equal(result);
    });
  }

  const missing: [string, unknown, string | undefined, RegExp][] = [
    ['nothing', {}, undefined, /^it exports nothing$/],
    ['null', null, undefined, /^it exports nothing$/],
    ['two that are not called run or index', { a: run, b: run }, undefined, /^it exports 2 things \(a, b\)/],
    ['a number', { a: 1 }, undefined, /^what it exports as "a" is not a function$/],
    ['no such name', { run }, 'other', /^it exports nothing called "other"$/],
  ];
  for (const [what, exported, entryPoint, expected] of missing)
    it(`says that a script exports ${what}`, () =>
      expect(entryPointOf(exported, entryPoint)).to.match(expected));
});
