import type { Bytes } from '../resp/bytes.js';

/** Ends a command; its text is the error reply, beginning with the code. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(readonly text: Bytes) {
    super(text);
  }
}

export const syntaxError = (): CommandError => new CommandError('ERR syntax error');
export const notAnInteger = (): CommandError =>
  new CommandError('ERR value is not an integer or out of range');
export const notAFloat = (): CommandError => new CommandError('ERR value is not a valid float');
export const wrongType = (): CommandError =>
  new CommandError('WRONGTYPE Operation against a key holding the wrong kind of value');
export const noSuchKey = (): CommandError => new CommandError('ERR no such key');
/** A subcommand that is known, with arguments that it does not take. */
export const subcommandSyntax = (container: string, name: Bytes, version: number): CommandError =>
  new CommandError(
    `ERR ${version >= 7 ? 'unknown' : 'Unknown'} subcommand or wrong number of arguments for '${name}'. Try ${container} HELP${version < 6.2 && container === 'CLIENT' ? '' : '.'}`,
  );
export const wrongArity = (name: Bytes): CommandError =>
  new CommandError(`ERR wrong number of arguments for '${name}' command`);
