/** Whether there should be more workers, fewer, or as many as there are. */
export type ScaleVote = 'scaleOut' | 'scaleIn' | 'none';

/** How many samples a vote looks at; with fewer there is none. */
export const samplesPerVote = 5;

/**
 * The vote of the Azure Functions Redis extension. It goes by the average of the newest five samples of what
 * remains: `scaleOut` when it is more than all workers are for, `scaleIn` when one worker less would be
 * more than enough, else `none`.
 *
 * @param samples what remained at each moment, the oldest first
 */
export function scaleVote(samples: readonly number[], workers: number, messagesPerWorker: number): ScaleVote {
  if (samples.length < samplesPerVote) return 'none';
  const average = samples.slice(-samplesPerVote).reduce((sum, each) => sum + each, 0) / samplesPerVote;
  if (workers * messagesPerWorker < average) return 'scaleOut';
  if ((workers - 1) * messagesPerWorker > average) return 'scaleIn';
  return 'none';
}
