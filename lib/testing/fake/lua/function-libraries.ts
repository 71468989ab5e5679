import type { Bytes } from '../resp/bytes.js';
import { CommandError } from '../engine/command-error.js';
import type { ScriptRun } from '../engine/script-run.js';
import { splitInlineArguments } from '../resp/inline-arguments.js';
import type { Reply } from '../resp/reply.js';
import { LuaError } from './lua-error.js';
import type { LuaEngine } from './lua-engine.js';
import { recordOf, type LuaValue } from './lua-values.js';
import { isScriptFlag, type ScriptFlag } from './shebang.js';

export interface LibraryFunctionFacts {
  readonly name: Bytes;
  readonly description: Bytes | undefined;
  readonly flags: ReadonlySet<ScriptFlag>;
}

export interface FunctionLibrary {
  readonly name: Bytes;
  readonly code: Bytes;
  readonly functions: ReadonlyMap<Bytes, LibraryFunctionFacts>;
}

/** What becomes of the libraries that are there already. */
export type RestorePolicy = 'append' | 'replace' | 'flush';

/** The libraries that FUNCTION LOAD brought, and their functions. */
export class FunctionLibraries {
  private readonly libraries = new Map<Bytes, FunctionLibrary>();

  constructor(private readonly lua: () => LuaEngine) {}

  all(): FunctionLibrary[] {
    return [...this.libraries.values()];
  }

  get(name: Bytes): LibraryFunctionFacts | undefined {
    const own = name.toLowerCase();
    return this.all()
      .flatMap(({ functions }) => [...functions.values()])
      .find((one) => one.name.toLowerCase() === own);
  }

  /** Takes a library in; its name. */
  load(code: Bytes, { replaces = false } = {}): Bytes {
    const { name, body } = libraryHead(code);
    const former = this.libraries.get(name);
    if (former && !replaces) throw new CommandError(`ERR Library '${name}' already exists`);
    const functions = new Map<Bytes, LibraryFunctionFacts>();
    const lua = this.lua();
    lua.loadLibrary(body, (args) => {
      const added = registration(args);
      if (functions.has(added.name)) throw plainError('Function already exists in the library');
      functions.set(added.name, added);
      return [added.name];
    });
    if (functions.size === 0) throw new CommandError('ERR No functions registered');
    for (const function_ of functions.keys()) {
      const owner = this.all().find((library) => library !== former && library.functions.has(function_));
      if (owner) throw new CommandError(`ERR Function ${function_} already exists`);
    }
    if (former) this.delete(name);
    this.libraries.set(name, { name, code, functions });
    lua.keepLoaded();
    return name;
  }

  /** Takes in several libraries, all or none. */
  restore(codes: readonly Bytes[], policy: RestorePolicy): void {
    const former = this.all().map(({ code }) => code);
    if (policy === 'append') {
      const taken = codes.map((code) => libraryHead(code).name).find((name) => this.libraries.has(name));
      if (taken !== undefined) throw new CommandError(`ERR Library ${taken} already exists`);
    }
    if (policy === 'flush') this.flush();
    try {
      for (const code of codes) this.load(code, { replaces: policy === 'replace' });
    } catch (problem) {
      this.flush();
      for (const code of former) this.load(code);
      throw problem;
    }
  }

  invoke(name: Bytes, run: ScriptRun): Reply {
    return this.lua().invoke(name, run);
  }

  delete(name: Bytes): boolean {
    const library = this.libraries.get(name);
    if (!library) return false;
    for (const one of library.functions.keys()) this.lua().forgetFunction(one);
    return this.libraries.delete(name);
  }

  flush(): void {
    for (const { name } of this.all()) this.delete(name);
  }
}

function libraryHead(code: Bytes): { readonly name: Bytes; readonly body: Bytes } {
  if (!code.startsWith('#!')) throw new CommandError('ERR Missing library metadata');
  const end = code.indexOf('\n');
  if (end < 0) throw new CommandError('ERR Invalid library metadata');
  const words = splitInlineArguments(code.slice(0, end));
  if (!words) throw new CommandError('ERR Invalid library metadata');
  const [head = '', ...options] = words;
  const engine = head.slice(2);
  let name: Bytes | undefined;
  for (const option of options) {
    if (!option.startsWith('name=')) {
      throw new CommandError(`ERR Invalid metadata value given: ${option}`);
    }
    if (name !== undefined)
      throw new CommandError('ERR Invalid metadata value, name argument was given multiple times');
    name = option.slice('name='.length);
  }
  if (name === undefined) throw new CommandError('ERR Library name was not given');
  if (!/^\w+$/.test(name)) {
    throw new CommandError(
      'ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long',
    );
  }
  if (engine.toLowerCase() !== 'lua') throw new CommandError(`ERR Engine '${engine}' not found`);
  return { name, body: code.slice(end) };
}

const namedArguments = new Set(['function_name', 'callback', 'flags', 'description']);

/** What `redis.register_function` was given: a name and a function, or a table of named arguments. */
function registration(args: readonly LuaValue[]): LibraryFunctionFacts {
  const [first, second] = args;
  if (args.length === 0 || args.length > 2) {
    throw plainError('wrong number of arguments to redis.register_function');
  }
  if (args.length === 1 && !(first instanceof Map)) {
    throw plainError(
      'calling redis.register_function with a single argument is only applicable to Lua table (representing named arguments).',
    );
  }
  const named = first instanceof Map ? first : undefined;
  for (const key of named?.keys() ?? []) {
    if (typeof key !== 'string' || !namedArguments.has(key)) {
      throw plainError('unknown argument given to redis.register_function');
    }
  }
  const name = named ? named.get('function_name') : first;
  const callback = named ? named.get('callback') : second;
  if (named && name === undefined) {
    throw plainError('redis.register_function must get a function name argument');
  }
  if (typeof name !== 'string' && typeof name !== 'number') {
    throw plainError(
      named
        ? 'function_name argument given to redis.register_function must be a string'
        : 'first argument to redis.register_function must be a string',
    );
  }
  if (named && callback === undefined) {
    throw plainError('redis.register_function must get a callback argument');
  }
  if (typeof callback !== 'object' || callback instanceof Map || callback.typeName !== 'function') {
    throw plainError(
      named
        ? 'callback argument given to redis.register_function must be a function'
        : 'second argument to redis.register_function must be a function',
    );
  }
  if (!/^\w+$/.test(`${name}`)) {
    throw plainError(
      'Library names can only contain letters, numbers, or underscores(_) and must be at least one character long',
    );
  }
  const description = named?.get('description');
  if (description !== undefined && typeof description !== 'string') {
    throw plainError('description argument given to redis.register_function must be a string');
  }
  return {
    name: `${name}`,
    description,
    flags: flagsOf(named?.get('flags')),
  };
}

function flagsOf(value: LuaValue): ReadonlySet<ScriptFlag> {
  const found = new Set<ScriptFlag>();
  if (value === undefined) return found;
  if (!(value instanceof Map)) {
    throw plainError('flags argument to redis.register_function must be a table representing function flags');
  }
  for (const flag of value.values()) {
    if (typeof flag !== 'string' || !isScriptFlag(flag)) throw plainError('unknown flag given');
    found.add(flag);
  }
  return found;
}

const plainError = (text: Bytes): LuaError => new LuaError(recordOf({ err: `ERR ${text}` }));
