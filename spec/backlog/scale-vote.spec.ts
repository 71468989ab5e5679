import { expect } from 'chai';
import { scaleVote, type ScaleVote } from '../../lib/backlog/scale-vote.js';

type Case = readonly [workers: number, messagesPerWorker: number, vote: ScaleVote];

/** What remained at each sample, and the votes that follow for some numbers of workers. */
const tables: readonly (readonly [title: string, samples: readonly number[], cases: readonly Case[]])[] = [
  [
    'a constant backlog of 50',
    [50, 50, 50, 50, 50],
    [
      [1, 10, 'scaleOut'],
      [5, 5, 'scaleOut'],
      [1, 100, 'none'],
      [5, 10, 'none'],
      [3, 30, 'scaleIn'],
      [5, 20, 'scaleIn'],
    ],
  ],
  [
    'a backlog that rises from 10 to 90',
    [10, 20, 30, 40, 50, 60, 70, 80, 90],
    [
      [1, 10, 'scaleOut'],
      [7, 10, 'none'],
      [1, 100, 'none'],
      [10, 10, 'scaleIn'],
    ],
  ],
  [
    'a backlog that falls from 90 to 10',
    [90, 80, 70, 60, 50, 40, 30, 20, 10],
    [
      [1, 10, 'scaleOut'],
      [3, 10, 'none'],
      [1, 100, 'none'],
      [10, 10, 'scaleIn'],
    ],
  ],
  [
    'four samples',
    [50, 50, 50, 50],
    [
      [1, 10, 'none'],
      [5, 5, 'none'],
      [1, 100, 'none'],
      [5, 10, 'none'],
      [3, 30, 'none'],
      [5, 20, 'none'],
    ],
  ],
  ['no sample', [], [[1, 1, 'none']]],
];

describe('scaleVote', () => {
  for (const [title, samples, cases] of tables) {
    for (const [workers, messagesPerWorker, vote] of cases) {
      it(`is ${vote} for ${title}, with ${workers} workers for ${messagesPerWorker} messages each`, () => {
        expect(scaleVote(samples, workers, messagesPerWorker)).to.equal(vote);
      });
    }
  }
});
