import type { FunctionPlan } from './function-plan.js';
import type { KedaManifestOptions } from './keda-manifest-options.js';
import type { ScaledObject } from './keda-resources.js';
import type { ReplicaLimits } from './replica-limits.js';

/**
 * The ScaledObject of a deployment. A deployment has one, with the triggers of all functions; where there are
 * several, a formula adds up the workers that the functions ask for, for Kubernetes alone would take the
 * largest number.
 */
export function makeScaledObject(
  plans: readonly FunctionPlan[],
  { min, max }: ReplicaLimits,
  options: KedaManifestOptions,
): ScaledObject {
  const { deployment, name = deployment, namespace } = options;
  const triggers = plans.flatMap((plan) => plan.triggers);
  const formula = plans.map(({ term }) => term).join(' + ');
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec: {
      scaleTargetRef: { name: deployment },
      minReplicaCount: min,
      maxReplicaCount: max,
      pollingInterval: options.pollingIntervalInSeconds ?? 30,
      cooldownPeriod: options.cooldownPeriodInSeconds ?? 300,
      fallback: { failureThreshold: 3, replicas: Math.max(1, min), behavior: 'currentReplicasIfHigher' },
      ...(triggers.length > 1 && { advanced: { scalingModifiers: modifiers(formula) } }),
      triggers,
    },
  };
}

/** Each replica is for a value of 1, and there are none at 0. */
function modifiers(formula: string) {
  return { formula, target: '1', activationTarget: '0', metricType: 'AverageValue' } as const;
}
