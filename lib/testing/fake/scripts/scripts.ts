import { createHash } from 'node:crypto';
import { CommandError } from '../engine/command-error.js';
import type { ScriptCall, ScriptRun, ScriptRunner } from '../engine/script-runner.js';
import { toBuffer, toBytes, type Bytes } from '../resp/bytes.js';
import { error, isError, isTagged, simple, type Reply } from '../resp/reply.js';

/** What a script may return, and what its calls return: bulk strings are Buffers. */
export type ScriptValue =
  | Buffer
  | string
  | number
  | bigint
  | null
  | undefined
  | boolean
  | { readonly ok: string }
  | { readonly err: string }
  | readonly ScriptValue[];

/** What an equivalent of a script gets. */
export interface ScriptTools {
  readonly keys: readonly Buffer[];
  readonly args: readonly Buffer[];
  /** The server's time, in milliseconds since the Unix epoch. */
  readonly now: number;
  /** Runs a command, like `redis.call`: an error reply is thrown, and ends the script unless it is caught. */
  readonly call: (command: string, ...args: readonly (string | number | Buffer)[]) => ScriptValue;
}

/** A function that does what a Lua script does. It must be synchronous. */
export type ScriptEquivalent = (tools: ScriptTools) => ScriptValue;

/** Scripts by the SHA1 of their text. A fake does not run Lua; it runs a function in its place. */
export class Scripts implements ScriptRunner {
  private readonly equivalents = new Map<string, ScriptEquivalent>();
  private readonly cached = new Set<string>();

  /** Makes EVAL of exactly this text, and EVALSHA of its SHA1, run a function. Returns the SHA1. */
  register(luaText: string, equivalent: ScriptEquivalent): string {
    const sha = sha1(toBytes(luaText));
    this.equivalents.set(sha, equivalent);
    return sha;
  }

  /** @internal Registers it, unless another one is registered already. */
  provide(luaText: string, equivalent: ScriptEquivalent): void {
    const sha = sha1(toBytes(luaText));
    if (!this.equivalents.has(sha)) this.equivalents.set(sha, equivalent);
  }

  /** @internal */
  load(text: Bytes): Bytes {
    const sha = sha1(text);
    if (!this.equivalents.has(sha)) {
      throw new CommandError(
        `ERR This fake Redis runs no Lua: register a function for the script with SHA1 ${sha} (fake.scripts.register)`,
      );
    }
    this.cached.add(sha);
    return sha;
  }

  /** @internal */
  has(sha: Bytes): boolean {
    return this.cached.has(sha.toLowerCase());
  }

  /** @internal */
  forgetAll(): void {
    this.cached.clear();
  }

  /** @internal */
  run(sha: Bytes, { keys, args, call, now }: ScriptRun): Reply {
    const equivalent = this.equivalents.get(sha.toLowerCase());
    if (!equivalent) throw new CommandError('NOSCRIPT No matching script. Please use EVAL.');
    return toReply(
      equivalent({
        keys: keys.map(toBuffer),
        args: args.map(toBuffer),
        now,
        call: (command, ...rest) => callFor(call, [command, ...rest]),
      }),
    );
  }
}

const sha1 = (text: Bytes): string => createHash('sha1').update(text, 'latin1').digest('hex');

function callFor(call: ScriptCall, args: readonly (string | number | Buffer)[]): ScriptValue {
  const reply = call(
    args.map((argument) => toBytes(typeof argument === 'number' ? `${argument}` : argument)),
  );
  if (isError(reply)) throw new CommandError(reply.text);
  return toScriptValue(reply);
}

function toScriptValue(reply: Reply): ScriptValue {
  if (typeof reply === 'string') return toBuffer(reply);
  if (reply === null || typeof reply === 'number' || typeof reply === 'bigint') return reply;
  if (!isTagged(reply)) return reply.map(toScriptValue);
  switch (reply.kind) {
    case 'simple':
      return { ok: reply.text };
    case 'error':
      return { err: reply.text };
    case 'map':
      return reply.entries.flat().map(toScriptValue);
    case 'set':
      return reply.members.map(toScriptValue);
    case 'push':
      return reply.items.map(toScriptValue);
    case 'several':
      return reply.replies.map(toScriptValue);
    case 'double':
    case 'verbatim':
      return toBuffer(reply.text);
    case 'boolean':
      return reply.value ? 1 : 0;
    case 'null-array':
    case 'none':
      return null;
  }
}

/** As Redis turns a Lua value into a reply: true is 1, false is null, a number loses its fraction. */
function toReply(value: ScriptValue): Reply {
  if (value === null || value === undefined || value === false) return null;
  if (value === true) return 1;
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string' || Buffer.isBuffer(value)) return toBytes(value);
  if ('ok' in value) return simple(toBytes(value.ok));
  if ('err' in value) return error(toBytes(value.err));
  return value.map(toReply);
}
