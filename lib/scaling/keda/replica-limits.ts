import type { Problem } from '../../errors/problem.js';
import type { KedaManifestOptions } from './keda-manifest-options.js';

/** Between how many replicas a deployment is scaled. */
export interface ReplicaLimits {
  readonly min: number;
  readonly max: number;
}

/** To zero only where no pub/sub function has to hear what is published meanwhile, unless told. */
export function replicaLimits(
  { minReplicas, maxReplicas = 10 }: KedaManifestOptions,
  hasPubSub: boolean,
  problems: Problem[],
): ReplicaLimits {
  const min = minReplicas ?? (hasPubSub ? 1 : 0);
  if (min > maxReplicas) {
    const what = `there would be at least ${min} and at most ${maxReplicas} replicas`;
    const remedy = 'Give a `minReplicas` that is not above `maxReplicas`.';
    problems.push({ code: 'SCALING_OPTION_INVALID', place: 'kedaManifests', what, remedy });
  }
  return { min, max: maxReplicas };
}
