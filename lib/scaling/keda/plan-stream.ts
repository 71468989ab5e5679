import type { ServerAddress } from '../../connections/server-address.js';
import type { StreamFunction } from '../../functions/function-descriptor.js';
import type { ConnectionAuthentication } from './authentication.js';
import { delayedNotes } from './delayed-notes.js';
import type { FunctionPlan } from './function-plan.js';
import { scalerType, serverMetadata } from './server-metadata.js';

/**
 * A stream function by KEDA's own scaler, which knows one number each: the lag, which is -1 where Redis does
 * not know it; what is pending; and the length, which stands in for an unknown lag.
 */
export function planStream(
  { id, keys, consumerGroup, delayed, messagesPerWorker }: StreamFunction,
  name: string,
  address: ServerAddress,
  { ref, tlsBySecret }: ConnectionAuthentication,
): FunctionPlan {
  const target = `${messagesPerWorker}`;
  const plans = keys.map((stream, index) => {
    const suffix = keys.length === 1 ? '' : `_${index + 1}`;
    const trigger = (what: string, metadata: Readonly<Record<string, string>>) => ({
      type: scalerType(address, 'stream'),
      name: `${name}_${what}${suffix}`,
      metadata: { ...serverMetadata(address, tlsBySecret), stream, ...metadata },
      ...(ref !== undefined && { authenticationRef: { name: ref } }),
    });
    const lag = trigger('lag', { consumerGroup, lagCount: target, activationLagCount: '0' });
    const pending = trigger('pending', { consumerGroup, pendingEntriesCount: target });
    // With a group, KEDA would look at what is pending.
    const length = trigger('entries', { streamLength: target });
    const term = `(${lag.name} < 0 ? ${length.name} : ${lag.name}) + ${pending.name}`;
    return { triggers: [lag, pending, length], term };
  });
  return {
    functionId: id,
    triggers: plans.flatMap(({ triggers }) => triggers),
    term: `(${plans.map(({ term }) => term).join(' + ')}) / ${target}`,
    comments: [
      `${id}: lagCount needs Redis 7.0 or later; an older one needs the external scaler`,
      `${id}: where Redis does not know the lag, the whole stream counts, handled entries included`,
      `${id}: until the consumer group exists KEDA gets errors, and the fallback starts the worker that makes it`,
      ...delayedNotes({ id, delayed }),
      ...(keys.length > 1 ? [`${id}: triggers for each key; the formula adds them up`] : []),
    ],
  };
}
