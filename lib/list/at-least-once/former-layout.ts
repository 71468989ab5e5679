import type { CommandSender } from '../../redis/commands/command-sender.js';
import { runScript } from '../../redis/commands/run-script.js';
import { returnFormer as script } from '../../redis/commands/lua/return-former.js';
import type { ListEnd } from '../pop-commands.js';
import { formerKeys, heldKey } from './held-key.js';
import { deathsAreRememberedInMs } from './suspects.js';

/** So many keys are looked at by one command, and in all: a large database is not searched to its end. */
const keysAtOnce = 1_000;
const mostKeys = 100_000;

/**
 * What was held of a list before there was one key for it: hashes of consumers, beside an index for each function. An
 * index may be gone, or belong to a function that has another name now: then only a search of the keys finds them.
 */
export class FormerLayout {
  /** Keys of consumers that were found, and whose leases may last. */
  private readonly found = new Map<string, { readonly functionId: string; readonly consumer: string }>();

  constructor(
    private readonly client: CommandSender,
    private readonly list: string,
    private readonly end: ListEnd,
  ) {}

  /** Looks for keys of that layout, by the index of this function and by a search, as far as the user may. */
  async search(functionId: string, signal: AbortSignal): Promise<void> {
    const { leases, heldBy } = formerKeys(this.list, functionId);
    const indexed = (await this.client.send(['ZRANGE', leases, 0, -1]).catch(() => [])) as Buffer[];
    for (const consumer of indexed.map(String)) this.found.set(heldBy(consumer), { functionId, consumer });
    await this.scan(signal).catch(() => undefined);
  }

  /** Puts back what is found whose lease is over, or gone. */
  async giveBack(): Promise<void> {
    for (const [key, { functionId, consumer }] of this.found) {
      const { leases, suspects } = formerKeys(this.list, functionId);
      const keys = [this.list, key, leases, suspects, heldKey(this.list)];
      const args = [consumer, this.end, deathsAreRememberedInMs];
      if (Number(await runScript(this.client, script, keys, args)) >= 0) this.found.delete(key);
    }
  }

  private async scan(signal: AbortSignal): Promise<void> {
    const prefix = formerKeys(this.list, '').heldBy('').slice(0, -1);
    const pattern = `${prefix.replace(/[\\*?[\]]/g, '\\$&')}*`;
    let cursor = '0';
    for (let seen = 0; seen < mostKeys && !signal.aborted; seen += keysAtOnce) {
      const reply = await this.client.send(['SCAN', cursor, 'MATCH', pattern, 'COUNT', keysAtOnce]);
      const [next, keys] = reply as [Buffer, Buffer[]];
      for (const key of keys.map(String)) this.note(key, prefix);
      cursor = String(next);
      if (cursor === '0') return;
    }
  }

  private note(key: string, prefix: string): void {
    const [, functionId, consumer] = /^(.*):([^:]+)$/.exec(key.slice(prefix.length)) ?? [];
    if (functionId !== undefined && consumer !== undefined) this.found.set(key, { functionId, consumer });
  }
}
