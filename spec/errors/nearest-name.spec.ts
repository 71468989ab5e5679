import { expect } from 'chai';
import { nearestName } from '../../lib/errors/nearest-name.js';

describe('nearestName', () => {
  const known = ['connection', 'count', 'key', 'deleteAfterProcess'];
  const cases: [string, string | undefined][] = [
    ['conection', 'connection'],
    ['COUNT', 'count'],
    ['cuont', 'count'],
    ['keys', 'key'],
    ['deleteAfterProces', 'deleteAfterProcess'],
    ['hey you', undefined],
    ['kxy2', undefined],
    ['', undefined],
  ];
  for (const [name, nearest] of cases) {
    it(`is ${nearest ?? 'nothing'} for "${name}"`, () => expect(nearestName(name, known)).to.equal(nearest));
  }

  it('takes no longer for a name of megabytes', () => {
    const startedAt = process.cpuUsage();
    expect(nearestName('connection'.repeat(400_000), known)).to.equal(undefined);
    const { user } = process.cpuUsage(startedAt);
    expect(user / 1_000).to.be.below(100);
  });

  it('is nothing where nothing is known', () => expect(nearestName('a', [])).to.equal(undefined));
});
