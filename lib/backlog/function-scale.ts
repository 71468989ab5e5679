import type { Remaining } from './remaining.js';
import type { ScaleVote } from './scale-vote.js';

/** The size of the backlog of a list or stream function, and how many workers it needs. */
export interface FunctionScale extends Remaining {
  readonly functionId: string;
  /** Whether the function is paused, as far as is known here. Its backlog asks for no workers. */
  readonly isPaused: boolean;
  /** For how many messages workers are wanted: `remaining`, or 0 while the function is paused. */
  readonly demand: number;
  /** How many waiting messages one worker is meant for: the trigger's option. */
  readonly messagesPerWorker: number;
  /** `demand / messagesPerWorker`, rounded up; 0 when nothing remains. */
  readonly targetWorkers: number;
  /** The number of workers that the vote assumes. */
  readonly workers: number;
  /**
   * Azure's vote: whether that is too few or too many for the average of the newest five samples. Of a paused
   * function it is `scaleIn` as long as there are workers.
   */
  readonly vote: ScaleVote;
  /** The newest samples of `remaining`, at most five, the oldest first. */
  readonly samples: readonly number[];
}
