import { expect } from 'chai';
import { container } from 'tsyringe';
import { silentLogger } from '../../../lib/logging/silent-logger.js';
import { checkRuntimeOptions } from '../../../lib/runtime/build/check-runtime-options.js';
import { systemClock } from '../../../lib/time/system-clock.js';

class Handlers {}
const handlers = [Handlers];

describe('checkRuntimeOptions', () => {
  it('accepts every option', () => {
    const own = { prepare: () => 'transient', resolve: () => undefined, createScope: () => undefined };
    const good = [
      { handlers },
      { handlers: ['dist/**/*.js', Handlers] },
      {
        handlers,
        connections: {},
        settings: {},
        container,
        logger: silentLogger,
        middleware: [() => undefined],
      },
      { handlers, container: own, logger: false, shutdownTimeoutInMs: 1, clock: systemClock },
      { handlers, configureKeyspaceNotifications: true, connections: undefined },
    ];
    for (const options of good) expect(checkRuntimeOptions(options)).to.deep.equal([]);
  });

  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    handlers: [undefined, [], [5], [null], Handlers, '*.js'],
    connections: [[], 'redis://', null],
    settings: ['a', []],
    container: [{}, null, { resolve: () => undefined }],
    logger: [true, {}, { info: () => undefined }],
    middleware: [() => undefined, [5]],
    shutdownTimeoutInMs: [0, -1, 1.5, '5', Infinity],
    configureKeyspaceNotifications: ['yes', 1],
    clock: [{}, { now: () => 0 }],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      it(`refuses ${name} of ${typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))}`, () => {
        const [problem, ...others] = checkRuntimeOptions({ handlers, [name]: value });
        expect(problem).to.include({ code: 'RUNTIME_OPTION_INVALID', place: 'createRuntime' });
        expect(problem?.what).to.match(new RegExp(`^the option "${name}" must `));
        expect(others).to.be.empty;
      });
    }
  }

  for (const options of [undefined, null, [], 'x']) {
    it(`refuses ${JSON.stringify(options) ?? 'undefined'} in the place of all options`, () => {
      expect(checkRuntimeOptions(options).map(({ what }) => what)).to.deep.equal([
        'the options must be an object',
      ]);
    });
  }

  it('suggests what an unknown option may mean, or lists the options', () => {
    const [near, far] = checkRuntimeOptions({ handlers, conections: {}, xyz: 1 });
    expect(near).to.include({
      what: 'the option "conections" is unknown',
      remedy: 'Did you mean "connections"?',
    });
    expect(far?.remedy).to.match(/^The options are: handlers, connections, /);
  });

  it('reports all problems together', () => {
    expect(checkRuntimeOptions({ clock: 1, xyz: 1 })).to.have.length(3);
  });
});
