import type { Bytes } from '../resp/bytes.js';
import { CommandError } from '../engine/command-error.js';
import type { CommandContext } from './command-context.js';
import { integer } from './numbers.js';

/** Seconds or milliseconds, from now or as a point in time. */
export type ExpiryOption = 'EX' | 'PX' | 'EXAT' | 'PXAT';

export const isExpiryOption = (option: string): option is ExpiryOption =>
  option === 'EX' || option === 'PX' || option === 'EXAT' || option === 'PXAT';

/** No time is later than what 64 bits can hold. */
const latest = 2 ** 63;

/** When a key expires that is set with such an option; in milliseconds since the Unix epoch. */
export function expiryArgument(
  context: CommandContext,
  option: ExpiryOption,
  text: Bytes,
  command: string,
): number {
  const amount = integer(text);
  const time = toTime(amount, option, context.now);
  if (amount <= 0 || time >= latest) throw invalidExpireTime(command, context.version);
  return time;
}

/** A relative or absolute time, in milliseconds since the Unix epoch. */
export function toTime(amount: number, option: ExpiryOption, now: number): number {
  const inMs = option.startsWith('EX') ? amount * 1000 : amount;
  return option.endsWith('AT') ? inMs : now + inMs;
}

export function invalidExpireTime(command: string, version: number): CommandError {
  return new CommandError(
    version >= 7
      ? `ERR invalid expire time in '${command}' command`
      : `ERR invalid expire time in ${command}`,
  );
}
