import type { CommandSender } from '../../redis/commands/command-sender.js';

/** The keys that SCAN finds with these arguments on these servers, each once: in a cluster, each master knows its own. */
export async function scanKeys(
  masters: readonly CommandSender[],
  args: readonly string[],
): Promise<string[]> {
  const found = new Set<string>();
  await Promise.all(
    masters.map(async (master) => {
      let cursor = '0';
      do {
        const reply = (await master.send(['SCAN', cursor, ...args, 'COUNT', 1_000])) as readonly [
          Buffer,
          Buffer[],
        ];
        cursor = reply[0].toString();
        for (const key of reply[1]) found.add(key.toString());
      } while (cursor !== '0');
    }),
  );
  return [...found];
}
