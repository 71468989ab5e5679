import { createHash } from 'node:crypto';
import { CommandError } from '../engine/command-error.js';
import type { ScriptCall, ScriptRun } from '../engine/script-run.js';
import type { ScriptRunner } from '../engine/script-runner.js';
import { FunctionLibraries } from '../lua/function-libraries.js';
import { LuaEngine, type LuaEngineOptions } from '../lua/lua-engine.js';
import { enginePackage, loadLuaModule, type LuaModule } from '../lua/lua-module.js';
import { scriptHead, type ScriptFlag, type ScriptHead } from '../lua/shebang.js';
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

/** What scripts in Lua need of the fake. */
export type LuaServer = LuaEngineOptions;

/** Scripts by the SHA1 of their text: functions where there are equivalents, and Lua for all others. */
export class Scripts implements ScriptRunner {
  /** @internal The libraries of FUNCTION LOAD. */
  readonly functions = new FunctionLibraries(() => this.luaEngine());
  /** @internal How the engine of Lua is loaded. */
  loadEngine: () => Promise<LuaModule> = loadLuaModule;
  /** @internal Runs Lua also where there is an equivalent, so that both can be compared. */
  prefersLua = false;
  private readonly equivalents = new Map<string, ScriptEquivalent>();
  private readonly cached = new Map<string, ScriptHead>();
  private module: LuaModule | undefined;
  private engine: LuaEngine | undefined;
  private isMissing = false;
  private server: LuaServer | undefined;

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
  connect(server: LuaServer): void {
    this.server = server;
  }

  /** @internal */
  prepare(request: readonly Bytes[]): Promise<void> | undefined {
    if (this.module || this.isMissing || !this.needsLua(request)) return undefined;
    return this.loadEngine().then(
      (module) => void (this.module = module),
      () => void (this.isMissing = true),
    );
  }

  /** @internal */
  load(text: Bytes): Bytes {
    const sha = sha1(text);
    if (this.cached.has(sha)) return sha;
    const head = scriptHead(text);
    if (!this.hasEquivalent(sha)) this.luaEngine(sha).compile(sha, head.body);
    this.cached.set(sha, head);
    return sha;
  }

  /** @internal */
  has(sha: Bytes): boolean {
    return this.cached.has(sha.toLowerCase());
  }

  /** @internal */
  flagsOf(sha: Bytes): ReadonlySet<ScriptFlag> | undefined {
    return this.cached.get(sha.toLowerCase())?.flags;
  }

  /** @internal */
  forgetAll(): void {
    this.cached.clear();
    this.engine?.forgetScripts();
  }

  /** @internal */
  close(): void {
    this.engine?.close();
    this.engine = undefined;
  }

  /** @internal */
  run(sha: Bytes, run: ScriptRun): Reply {
    const name = sha.toLowerCase();
    const equivalent = this.hasEquivalent(name) ? this.equivalents.get(name) : undefined;
    if (!equivalent) return this.luaEngine(name).run(name, run);
    return toReply(runEquivalent(equivalent, run));
  }

  private hasEquivalent(sha: string): boolean {
    return !this.prefersLua && this.equivalents.has(sha);
  }

  private needsLua([name = '', second = '', third = '']: readonly Bytes[]): boolean {
    // Most commands are none of these, and this is asked of each.
    if (name.length < 4 || !/^[efs]/i.test(name)) return false;
    switch (name.toLowerCase()) {
      case 'eval':
      case 'eval_ro':
        return !this.hasEquivalent(sha1(second));
      case 'script':
        return second.toLowerCase() === 'load' && !this.hasEquivalent(sha1(third));
      case 'function':
        return /^(load|restore)$/i.test(second);
      default:
        return false;
    }
  }

  private luaEngine(sha?: string): LuaEngine {
    if (!this.module || !this.server) {
      const instead =
        sha === undefined
          ? ''
          : `, or register a function for the script with SHA1 ${sha} (fake.scripts.register)`;
      throw new CommandError(
        `ERR This fake Redis lacks its engine for Lua: npm install --save-dev ${enginePackage}${instead}`,
      );
    }
    return (this.engine ??= new LuaEngine(this.module, this.server));
  }
}

/** What a function throws is told to the client, as the error of a script would be. */
function runEquivalent(equivalent: ScriptEquivalent, { keys, args, now, call }: ScriptRun): ScriptValue {
  try {
    return equivalent({
      keys: keys.map(toBuffer),
      args: args.map(toBuffer),
      now,
      call: (command, ...rest) => callFor(call, [command, ...rest]),
    });
  } catch (problem) {
    if (problem instanceof CommandError) throw problem;
    throw new CommandError(`ERR ${toBytes(problem instanceof Error ? problem.message : String(problem))}`);
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
    case 'big-number':
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
