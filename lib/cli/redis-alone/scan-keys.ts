import type { CommandSender } from '../../redis/commands/command-sender.js';

/** The keys that SCAN finds with these arguments, each once. */
export async function scanKeys(client: CommandSender, args: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  let cursor = '0';
  do {
    const reply = (await client.send(['SCAN', cursor, ...args, 'COUNT', 1_000])) as readonly [
      Buffer,
      Buffer[],
    ];
    cursor = reply[0].toString();
    for (const key of reply[1]) found.add(key.toString());
  } while (cursor !== '0');
  return [...found];
}
