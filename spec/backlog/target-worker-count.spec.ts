import { expect } from 'chai';
import { targetWorkerCount } from '../../lib/backlog/target-worker-count.js';

describe('targetWorkerCount', () => {
  for (const [remaining, target] of [
    [0, 0],
    [1, 1],
    [10, 1],
    [11, 2],
    [100, 10],
  ] as const) {
    it(`is ${target} for ${remaining} messages at 10 for each worker`, () => {
      expect(targetWorkerCount(remaining, 10)).to.equal(target);
    });
  }
});
