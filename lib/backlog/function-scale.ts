import type { Remaining } from './remaining.js';
import type { ScaleVote } from './scale-vote.js';

/** The size of the backlog of a list or stream function, and how many workers it needs. */
export interface FunctionScale extends Remaining {
  readonly functionId: string;
  /** How many waiting messages one worker is meant for: the trigger's option. */
  readonly messagesPerWorker: number;
  /** `remaining / messagesPerWorker`, rounded up; 0 when nothing remains. */
  readonly targetWorkers: number;
  /** The number of workers that the vote assumes. */
  readonly workers: number;
  /** Azure's vote: whether that is too few or too many for the average of the newest five samples. */
  readonly vote: ScaleVote;
  /** The newest samples of `remaining`, at most five, the oldest first. */
  readonly samples: readonly number[];
}
