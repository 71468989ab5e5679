/** Whether there should be more workers (`scaleOut`), fewer (`scaleIn`), or as many as now (`none`). */
export type ScaleVote = 'scaleOut' | 'scaleIn' | 'none';

/** How many samples a vote needs; with fewer it is `none`. */
export const samplesPerVote = 5;

/**
 * The vote of the Azure Functions Redis extension, by the average of the newest five samples of the backlog: `scaleOut`
 * if it exceeds what all workers are meant for, `scaleIn` if one worker fewer would be more than enough, else `none`.
 * `none` as well with fewer than five samples. The arguments are not checked.
 *
 * @param samples the backlog at each sample, the oldest first
 * @param workers how many workers there are; with 0, every backlog above 0 is a `scaleOut`
 * @param messagesPerWorker how many messages one worker is meant for; must be above 0
 */
export function scaleVote(samples: readonly number[], workers: number, messagesPerWorker: number): ScaleVote {
  if (samples.length < samplesPerVote) return 'none';
  const average = samples.slice(-samplesPerVote).reduce((sum, each) => sum + each, 0) / samplesPerVote;
  if (workers * messagesPerWorker < average) return 'scaleOut';
  if ((workers - 1) * messagesPerWorker > average) return 'scaleIn';
  return 'none';
}
