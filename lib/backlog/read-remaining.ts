import { countAllDelayed } from '../delayed/count-delayed.js';
import type { CommandSender } from '../redis/commands/command-sender.js';
import { readListRemaining } from './list-remaining.js';
import type { Remaining } from './remaining.js';
import type { ScalableFunction } from './scalable-function.js';
import { readStreamRemaining } from './stream-remaining.js';

type Reader<Kind extends ScalableFunction['kind']> = (
  descriptor: Extract<ScalableFunction, { kind: Kind }>,
  client: CommandSender,
) => Promise<Remaining>;

/** One line a kind: a kind without its line does not compile. */
const readers: { readonly [Kind in ScalableFunction['kind']]: Reader<Kind> } = {
  list: readListRemaining,
  stream: readStreamRemaining,
};

/** Asks Redis how many messages of a function are still to be handled. A key that does not exist holds none. */
export async function readRemaining(descriptor: ScalableFunction, client: CommandSender): Promise<Remaining> {
  const read = readers[descriptor.kind] as (
    descriptor: ScalableFunction,
    client: CommandSender,
  ) => Promise<Remaining>;
  if (!descriptor.delayed) return read(descriptor, client);
  // Before the others: what is moved in between counts twice for once. Counted nowhere, nobody would be started for it.
  const { due, later } = await countAllDelayed(descriptor.keys, client);
  const sent = await read(descriptor, client);
  return { ...sent, remaining: sent.remaining + due, delayed: later };
}
