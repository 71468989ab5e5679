import { expect } from 'chai';
import { readCommandLine, usage } from '../../bench/command-line.js';
import { allScenarios } from '../../bench/scenarios/all-scenarios.js';

describe('The command line of the benchmark', () => {
  it('measures everything in three rounds unless told', () => {
    expect(readCommandLine([])).to.include({ quick: false, peers: true, rounds: 3, messages: undefined });
  });

  it('takes one round when it has to be quick', () => {
    expect(readCommandLine(['--quick'])).to.include({ quick: true, rounds: 1 });
    expect(readCommandLine(['--quick', '--rounds', '5']).rounds).to.equal(5);
  });

  it('takes the name of a scenario, several times', () => {
    const { only } = readCommandLine(['--only', 'pubsub', '--only', 'idle']);
    expect(only).to.deep.equal(['pubsub', 'idle']);
  });

  it('refuses what it does not know, and numbers that are none', () => {
    expect(() => readCommandLine(['--only', 'everything'])).to.throw("no scenario 'everything'");
    expect(() => readCommandLine(['--rounds', 'many'])).to.throw('--rounds takes a whole number');
    expect(() => readCommandLine(['--fast'])).to.throw('--fast');
  });

  it('names every scenario once', () => {
    const names = allScenarios.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) expect(usage).to.include(name);
  });
});
