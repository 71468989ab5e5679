import type { Bytes } from '../resp/bytes.js';
import { error, type Reply } from '../resp/reply.js';
import { CommandError } from '../engine/command-error.js';
import type { ScriptRun } from '../engine/script-run.js';
import { LuaError, type LibraryFunction } from './lua-error.js';
import type { LuaModule } from './lua-module.js';
import { fromLua } from './lua-replies.js';
import { LuaState, type LuaOutcome, type Reference } from './lua-state.js';
import { listOf, recordOf, type LuaValue } from './lua-values.js';
import { bitLibrary } from './libraries/bit.js';
import { cjsonLibrary } from './libraries/cjson.js';
import { cmsgpackLibrary } from './libraries/cmsgpack.js';
import { hostLibrary, type HostLibrary } from './libraries/host.js';
import { structLibrary } from './libraries/struct.js';
import { loggingFunctions, redisLibrary } from './redis-library.js';

export interface LuaEngineOptions {
  readonly fullVersion: string;
  readonly version: number;
  readonly log: (text: Bytes) => void;
  /** How long a script may run, in milliseconds. */
  readonly timeLimit: () => number;
  readonly now: () => number;
}

/** Runs scripts and functions in Lua, for one fake. */
export class LuaEngine {
  private readonly state: LuaState;
  private readonly compiled = new Map<Bytes, Reference>();
  private readonly host: HostLibrary;
  private current: ScriptRun | undefined;
  private protocol: 2 | 3 = 2;
  private startedAt = 0;
  private register: LibraryFunction = refuseToRegister;

  constructor(
    module: LuaModule,
    private readonly options: LuaEngineOptions,
  ) {
    this.host = hostLibrary(options.version);
    const libraries = {
      redis: redisLibrary({
        ...options,
        call: (args) => this.current?.call(args),
        protocol: () => this.protocol,
        setProtocol: (protocol) => {
          this.protocol = protocol;
          this.current?.setProtocol(protocol);
        },
        mayRun: (args) => this.current?.mayRun(args) ?? true,
      }),
      __functions: {
        ...loggingFunctions(options),
        register: (args: readonly LuaValue[]) => this.register(args),
      },
      __host: this.host,
      bit: bitLibrary,
      cjson: cjsonLibrary(),
      cmsgpack: cmsgpackLibrary,
      struct: structLibrary,
    };
    this.state = new LuaState(module, libraries, () => this.assertMayRunOn());
  }

  /** Compiles a script, unless it was before; throws what is wrong with it. */
  compile(sha: Bytes, body: Bytes): void {
    if (this.compiled.has(sha)) return;
    const result = this.state.compile(body, '@user_script');
    if ('error' in result) {
      throw new CommandError(`ERR Error compiling script (new function): ${result.error}`);
    }
    this.compiled.set(sha, result.reference);
  }

  run(sha: Bytes, run: ScriptRun): Reply {
    return this.during(run, sha, (keys, args) =>
      this.state.callGlobal('__run', [keys, args], this.compiled.get(sha), '__handler'),
    );
  }

  /** Calls a function of a library. */
  invoke(name: Bytes, run: ScriptRun): Reply {
    return this.during(run, name, (keys, args) =>
      this.state.callGlobal('__invoke', [name, keys, args], undefined, '__handler'),
    );
  }

  /** Runs the text of a library; `register` gets what it registers. */
  loadLibrary(body: Bytes, register: LibraryFunction): void {
    const library = this.state.compile(body, '@user_function');
    if ('error' in library) throw new CommandError(`ERR Error compiling function: ${library.error}`);
    this.register = register;
    this.startedAt = this.options.now();
    const outcome = this.state.callGlobal('__load', [], library.reference, '__handler');
    this.state.release(library.reference);
    this.register = refuseToRegister;
    if ('error' in outcome) {
      throw new CommandError(`ERR Error registering functions: ${describeError(outcome.error).text}`);
    }
  }

  /** Keeps what the library that was loaded last has registered. */
  keepLoaded(): void {
    this.state.callGlobal('__keep', []);
  }

  forgetFunction(name: Bytes): void {
    this.state.callGlobal('__forget', [name]);
  }

  forgetScripts(): void {
    for (const reference of this.compiled.values()) this.state.release(reference);
    this.compiled.clear();
  }

  close(): void {
    this.state.close();
  }

  private during(run: ScriptRun, name: Bytes, start: (keys: LuaValue, args: LuaValue) => LuaOutcome): Reply {
    this.current = run;
    this.protocol = 2;
    this.startedAt = this.options.now();
    this.host.reset();
    try {
      const outcome = start(listOf(run.keys), listOf(run.args));
      if ('value' in outcome) return fromLua(outcome.value, this.protocol);
      const { text, place } = describeError(outcome.error);
      return error(place === '' ? text : `${text} script: ${name},${place}`);
    } finally {
      this.current = undefined;
    }
  }

  private assertMayRunOn(): void {
    const limit = this.options.timeLimit();
    if (limit <= 0 || this.options.now() - this.startedAt < limit) return;
    throw new LuaError(
      recordOf({
        err: `ERR The fake Redis has ended this script, because it ran longer than ${limit} ms (lua-time-limit)`,
      }),
    );
  }
}

/** A function that was kept from the time when its library was loaded registers no others. */
const refuseToRegister: LibraryFunction = () => {
  throw new LuaError(
    recordOf({ err: 'ERR redis.register_function can only be called on FUNCTION LOAD command' }),
  );
};

/** What a script raised, as the handler of the prelude left it. */
function describeError(problem: LuaValue): { readonly text: Bytes; readonly place: Bytes } {
  if (!(problem instanceof Map))
    return { text: `ERR ${typeof problem === 'string' ? problem : 'unknown error'}`, place: '' };
  const [text, source, line] = ['err', 'source', 'line'].map((field) => problem.get(field));
  return {
    text: typeof text === 'string' ? text : 'ERR unknown error',
    place: typeof source === 'string' && typeof line === 'number' ? ` on ${source}:${line}.` : '',
  };
}
