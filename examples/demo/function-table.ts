import type { FunctionDescriptor, TriggerKind } from 'redis-triggers';
import { printTable } from './print.js';

const deliveries: { readonly [Kind in TriggerKind]: string } = {
  pubsub: 'at most once, to every process',
  list: 'at most once, to one process',
  stream: 'at least once, to one process of the group',
};

/** Prints what the runtime found in the handlers. */
export function printFunctions(functions: readonly FunctionDescriptor[]): void {
  const rows = functions.map((each) => [
    each.id,
    each.kind,
    each.kind === 'pubsub' ? each.channel : each.keys.join(' '),
    each.connection,
    deliveries[each.kind],
  ]);
  printTable(['function', 'kind', 'source', 'connection', 'delivery'], rows);
}
