import type { ServerAddress } from '../../connections/server-address.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import type { ConnectionAuthentication } from './authentication.js';
import { delayedNotes } from './delayed-notes.js';
import type { FunctionPlan } from './function-plan.js';
import { scalerType, serverMetadata } from './server-metadata.js';

/** A list function by KEDA's own scaler: a trigger for each of its lists. */
export function planList(
  { id, keys, delivery, delayed, messagesPerWorker }: ListFunction,
  name: string,
  address: ServerAddress,
  { ref, tlsBySecret }: ConnectionAuthentication,
): FunctionPlan {
  const triggers = keys.map((listName, index) => ({
    type: scalerType(address, 'list'),
    name: keys.length === 1 ? `${name}_elements` : `${name}_elements_${index + 1}`,
    metadata: {
      ...serverMetadata(address, tlsBySecret),
      listName,
      listLength: `${messagesPerWorker}`,
      activationListLength: '0',
    },
    ...(ref !== undefined && { authenticationRef: { name: ref } }),
  }));
  const sum = triggers.map((trigger) => trigger.name).join(' + ');
  return {
    functionId: id,
    triggers,
    term: triggers.length === 1 ? `${sum} / ${messagesPerWorker}` : `(${sum}) / ${messagesPerWorker}`,
    comments: [
      `${id}: counts what waits in the list, not what a worker has taken and still handles`,
      ...(delivery === 'atLeastOnce'
        ? [
            `${id}: what a killed worker held is not seen while no list has elements; the external scaler sees it`,
          ]
        : []),
      ...delayedNotes({ id, delayed }),
      ...(keys.length > 1 ? [`${id}: a trigger for each key; the formula adds them up`] : []),
    ],
  };
}
