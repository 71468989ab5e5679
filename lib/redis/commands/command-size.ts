import type { RedisCommand } from './command-sender.js';

/** How many bytes commands have, about: of text, its characters are counted. */
export function commandSize(commands: readonly RedisCommand[]): number {
  const words = commands.flat();
  return words.reduce<number>((sum, word) => sum + (typeof word === 'number' ? 1 : word.length), 0);
}
