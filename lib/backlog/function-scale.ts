import type { Remaining } from './remaining.js';
import type { ScaleVote } from './scale-vote.js';

/** How large the backlog of a list or stream function is, and how many workers it asks for. */
export interface FunctionScale extends Remaining {
  readonly functionId: string;
  /** How many messages one worker is for: the option of the trigger. */
  readonly messagesPerWorker: number;
  /** `remaining / messagesPerWorker`, rounded up; 0 when nothing remains. */
  readonly targetWorkers: number;
  /** The number of workers that the vote supposes. */
  readonly workers: number;
  /** Azure's vote: whether these workers are too few or too many for the average of the newest five samples. */
  readonly vote: ScaleVote;
  /** What remained at the newest samples, at most five, the oldest first. */
  readonly samples: readonly number[];
}
