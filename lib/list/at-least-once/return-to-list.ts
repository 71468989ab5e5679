import type { CommandSender } from '../../redis/commands/command-sender.js';
import { runScript } from '../../redis/commands/run-script.js';
import { returnHeld } from '../../redis/commands/lua/return-held.js';
import type { FormerHolder } from '../../listeners/listener.js';
import { signals } from '../../signals/signals.js';
import type { ListEnd } from '../pop-commands.js';
import { heldKey } from './held-key.js';
import { deathsAreRememberedInMs } from './suspects.js';

/** One step of a script puts back so many elements at most, or about so many bytes, so that it holds up nobody. */
const mostElements = 5_000;
const mostBytes = 16 * 1024 * 1024;

/**
 * Puts back what consumers of a list hold, whichever function they belong to. Whether a lease is over is decided by the
 * script, in the same step: others may do the same at the same time, and who was slow may have renewed it. Resolves
 * with who held what was put back.
 */
export async function returnToList(
  client: CommandSender,
  list: string,
  { which, consumer = '', end, aloneFrom, staying = [] }: ReturnOptions,
): Promise<FormerHolder[]> {
  const limits = [deathsAreRememberedInMs, mostElements, mostBytes];
  const args = [which, consumer, ...limits, end, aloneFrom, ...staying];
  const holders = new Map<string, FormerHolder>();
  for (let isMore = 1; isMore === 1;) {
    const reply = await runScript(client, returnHeld, [list, heldKey(list)], args);
    const [, more, steps] = reply as [number, number, (Buffer | number)[]];
    for (let at = 0; at + 2 < steps.length; at += 3) {
      const [name, functionId, count] = [String(steps[at]), String(steps[at + 1]), Number(steps[at + 2])];
      const before = holders.get(name)?.count ?? 0;
      holders.set(name, { consumer: name, functionId, count: before + count });
    }
    isMore = more;
  }
  signals.settled.publish();
  return [...holders.values()];
}

/** What is put back, and by whom. */
export interface ReturnOptions {
  /**
   * `own`: what this consumer holds; `expired`: what those hold whose leases are over; `stray`: that, and what belongs to
   * no consumer that is known.
   */
  readonly which: 'own' | 'expired' | 'stray';
  /** The consumer that asks: what it holds is put back only where that is asked for. */
  readonly consumer?: string | undefined;
  /** Where what is stray goes, and from which count on an element is a suspect: it is not known who popped it. */
  readonly end: ListEnd;
  readonly aloneFrom: number;
  /** The ids that stay where they are. */
  readonly staying?: readonly string[];
}
