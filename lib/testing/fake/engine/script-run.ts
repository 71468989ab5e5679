import type { Bytes } from '../resp/bytes.js';
import type { Reply } from '../resp/reply.js';

/** Runs a command of a script and answers its reply, errors too. */
export type ScriptCall = (args: readonly Bytes[]) => Reply;

export interface ScriptRun {
  readonly keys: readonly Bytes[];
  readonly args: readonly Bytes[];
  readonly call: ScriptCall;
  /** In which RESP version the replies of its commands are. */
  readonly setProtocol: (protocol: 2 | 3) => void;
  /** Whether the user may run a command. */
  readonly mayRun: (args: readonly Bytes[]) => boolean;
  readonly now: number;
}
