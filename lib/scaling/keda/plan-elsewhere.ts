import { countLimit } from '../../backlog/count-after.js';
import type { ScalableFunction } from '../../backlog/scalable-function.js';
import type { FunctionPlan } from './function-plan.js';
import type { KedaManifestOptions } from './keda-manifest-options.js';
import type { KedaTrigger } from './keda-resources.js';

/**
 * A function by the external scaler or the metrics API, whichever there is; undefined where there is neither.
 *
 * @param isRead whether KEDA could read the connection by itself
 */
export function planElsewhere(
  descriptor: ScalableFunction,
  name: string,
  isRead: boolean,
  { externalScaler, metricsApi }: KedaManifestOptions,
): FunctionPlan | undefined {
  const { id, messagesPerWorker } = descriptor;
  const target = `${messagesPerWorker}`;
  const plan = (trigger: KedaTrigger, whom: string): FunctionPlan => ({
    functionId: id,
    triggers: [trigger],
    term: `${trigger.name} / ${target}`,
    comments: [
      isRead
        ? `${id}: ${whom} counts ${isCounted(descriptor) ? 'exactly ' : ''}what remains; KEDA's own scaler does not`
        : `${id}: ${whom} counts what remains, for KEDA cannot ask this Redis by itself`,
      ...estimates(descriptor),
    ],
  });
  if (externalScaler) {
    const { address, tls = false, push = false, triggerAuthentication: ref } = externalScaler;
    const trigger = {
      type: push ? 'external-push' : 'external',
      name: `${name}_remaining`,
      metadata: { scalerAddress: address, ...(tls && { enableTLS: 'true' }), functionId: id },
      ...(ref !== undefined && { authenticationRef: { name: ref } }),
    };
    return plan(trigger, 'the external scaler');
  }
  if (!metricsApi) return undefined;
  const metadata = {
    url: `${metricsApi.url.replace(/\/+$/, '')}/${encodeURIComponent(id)}`,
    format: 'json',
    valueLocation: 'demand',
    targetValue: target,
    activationTargetValue: '0',
  };
  return plan({ type: 'metrics-api', name: `${name}_remaining`, metadata }, 'the metrics API');
}

function isCounted(descriptor: ScalableFunction): boolean {
  return estimates(descriptor).length === 0;
}

/** Where the length of a stream is what KEDA gets: neither it nor the metric says so. */
function estimates(descriptor: ScalableFunction): string[] {
  if (descriptor.kind === 'list') return [];
  const { id, startFrom } = descriptor;
  const limit = countLimit.toLocaleString('en');
  return [
    `${id}: where Redis does not know the lag, up to ${limit} entries of a stream are counted; of more, its whole length`,
    ...(startFrom === '0'
      ? []
      : [`${id}: until the consumer group exists the whole stream counts, although it starts later`]),
  ];
}
