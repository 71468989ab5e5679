import type { Bytes } from '../resp/bytes.js';
import { CommandError } from '../engine/command-error.js';
import type { CommandContext } from './command-context.js';
import { bigInteger, isInt64 } from './numbers.js';

/** Seconds or milliseconds, from now or as a point in time. */
export type ExpiryOption = 'EX' | 'PX' | 'EXAT' | 'PXAT';

export const isExpiryOption = (option: string): option is ExpiryOption =>
  option === 'EX' || option === 'PX' || option === 'EXAT' || option === 'PXAT';

/** When a key expires that is set with such an option; in milliseconds since the Unix epoch. */
export function expiryArgument(
  context: CommandContext,
  option: ExpiryOption,
  text: Bytes,
  command: string,
): bigint {
  const amount = bigInteger(text);
  const time = toTime(amount, option, context.now);
  if (amount <= 0n || time === undefined) throw invalidExpireTime(command, context.version);
  return time;
}

/** A relative or absolute time, in milliseconds since the Unix epoch; undefined where 64 bits cannot hold it. */
export function toTime(amount: bigint, option: ExpiryOption, now: number): bigint | undefined {
  const inMs = option.startsWith('EX') ? amount * 1000n : amount;
  const time = option.endsWith('AT') ? inMs : inMs + BigInt(Math.floor(now));
  return isInt64(inMs) && isInt64(time) ? time : undefined;
}

export function invalidExpireTime(command: string, version: number): CommandError {
  return new CommandError(
    version >= 7
      ? `ERR invalid expire time in '${command}' command`
      : `ERR invalid expire time in ${command}`,
  );
}
