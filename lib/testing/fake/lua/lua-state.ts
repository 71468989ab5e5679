import type { Bytes } from '../resp/bytes.js';
import { LuaError, type Library, type LibraryFunction } from './lua-error.js';
import {
  globalsIndex,
  registryIndex,
  type LuaModule,
  type LuaState as StatePointer,
  type Pointer,
} from './lua-module.js';
import { LuaStack, type LuaValue } from './lua-values.js';
import { preludeText } from './prelude.js';

/** A place in the registry of a state, where a function stays. */
export type Reference = number;

/** How a run of Lua ended. */
export type LuaOutcome = { readonly value: LuaValue } | { readonly error: LuaValue };

/** After so many instructions it is looked at how long a script has run. */
const instructionsBetweenLooks = 1_000_000;
const countEvent = 8;

/** The state whose script runs. One runs at a time, in one process. */
let running: LuaState | undefined;

/** The functions that Lua can call, by name: the table of the engine's module never shrinks, so each is there once. */
const pointers = new Map<string, Pointer>();

/** A state of Lua with Redis' libraries, and nothing that reaches beyond it. */
export class LuaState {
  private readonly stack: LuaStack;
  private readonly functions = new Map<string, LibraryFunction>();

  constructor(
    private readonly module: LuaModule,
    libraries: Readonly<Record<string, Library>>,
    private readonly assertMayRunOn: () => void,
  ) {
    const state = module._luaL_newstate();
    this.stack = new LuaStack(module, state);
    module._luaL_openlibs(state);
    for (const [name, library] of Object.entries(libraries)) this.define(name, library);
    const prelude = this.compile(preludeText, '@prelude');
    const outcome = 'error' in prelude ? prelude : this.call(prelude.reference, []);
    if ('error' in outcome)
      throw new Error(
        `The prelude of scripts failed: ${typeof outcome.error === 'string' ? outcome.error : ''}`,
      );
    const hook = pointerOf(module, 'hook', 'vii', () => running?.look());
    module._lua_sethook(state, hook, countEvent, instructionsBetweenLooks);
  }

  /** Compiles a text; the function stays until it is released. */
  compile(text: Bytes, name: string): { readonly reference: Reference } | { readonly error: Bytes } {
    const { module, stack } = this;
    const status = stack.withText(text, (pointer, length) =>
      stack.withText(name, (namePointer) =>
        module._luaL_loadbuffer(stack.state, pointer, length, namePointer),
      ),
    );
    if (status === 0) return { reference: module._luaL_ref(stack.state, registryIndex) };
    const error = stack.text(-1) ?? '';
    module._lua_settop(stack.state, -2);
    return { error };
  }

  /** Calls a compiled function; its first result. */
  call(reference: Reference, args: readonly LuaValue[]): LuaOutcome {
    return this.run(args, undefined, () =>
      this.module._lua_rawgeti(this.stack.state, registryIndex, reference),
    );
  }

  /**
   * Calls a function of the prelude, with a compiled function as its first argument where there is one. `handler`
   * makes an error out of what was raised.
   */
  callGlobal(name: string, args: readonly LuaValue[], reference?: Reference, handler?: string): LuaOutcome {
    return this.run(
      args,
      handler,
      () => this.getGlobal(name),
      reference === undefined
        ? undefined
        : () => this.module._lua_rawgeti(this.stack.state, registryIndex, reference),
    );
  }

  private run(
    args: readonly LuaValue[],
    handler: string | undefined,
    pushFunction: () => void,
    pushFirst?: () => void,
  ): LuaOutcome {
    const { module, stack } = this;
    const bottom = stack.top;
    if (handler !== undefined) this.getGlobal(handler);
    pushFunction();
    pushFirst?.();
    for (const argument of args) stack.push(argument);
    const count = args.length + (pushFirst ? 1 : 0);
    const status = whileRunning(this, () =>
      module._lua_pcall(stack.state, count, 1, handler === undefined ? 0 : bottom + 1),
    );
    const value = stack.value(stack.top);
    module._lua_settop(stack.state, bottom);
    return status === 0 ? { value } : { error: value };
  }

  release(reference: Reference): void {
    this.module._luaL_unref(this.stack.state, registryIndex, reference);
  }

  close(): void {
    this.module._lua_close(this.stack.state);
  }

  private getGlobal(name: string): void {
    const { module, stack } = this;
    stack.withText(name, (pointer) => module._lua_getfield(stack.state, globalsIndex, pointer));
  }

  private define(name: string, library: Library): void {
    const { module, stack } = this;
    module._lua_createtable(stack.state, 0, 0);
    for (const [key, member] of Object.entries(library)) {
      if (typeof member === 'function') {
        const full = `${name}.${key}`;
        this.functions.set(full, member);
        const pointer = pointerOf(module, full, 'ii', (state) => running?.serve(full, state) ?? 0);
        module._lua_pushcclosure(stack.state, pointer, 0);
      } else stack.push(member);
      stack.withText(key, (pointer) => module._lua_setfield(stack.state, -2, pointer));
    }
    stack.withText(name, (pointer) => module._lua_setfield(stack.state, globalsIndex, pointer));
  }

  /** A script calls a function of a library; within a coroutine it does so from a stack of its own. */
  private serve(name: string, state: StatePointer): number {
    const stack = state === this.stack.state ? this.stack : new LuaStack(this.module, state);
    const count = stack.top;
    const args = Array.from({ length: count }, (_, index) => stack.value(index + 1));
    const outcome = this.outcomeOf(name, args);
    this.module._lua_checkstack(state, 8);
    if (Array.isArray(outcome)) {
      for (const value of outcome as readonly LuaValue[]) stack.push(value);
      return outcome.length;
    }
    return this.raise(stack, outcome as LuaError);
  }

  private outcomeOf(name: string, args: readonly LuaValue[]): readonly LuaValue[] | LuaError {
    try {
      return this.functions.get(name)?.(args) ?? [];
    } catch (problem) {
      if (problem instanceof LuaError) return problem;
      throw problem;
    }
  }

  /** Never returns: the engine unwinds the stack, that of JavaScript too. Nothing may catch what it throws. */
  private raise(stack: LuaStack, { value, level }: LuaError): number {
    const { module } = this;
    if (level > 0) module._luaL_where(stack.state, level);
    stack.push(value);
    if (level > 0) module._lua_concat(stack.state, 2);
    return module._lua_error(stack.state);
  }

  private look(): void {
    try {
      this.assertMayRunOn();
      return;
    } catch (problem) {
      if (!(problem instanceof LuaError)) throw problem;
      this.stack.push(problem.value);
    }
    this.module._lua_error(this.stack.state);
  }
}

function whileRunning<T>(state: LuaState, action: () => T): T {
  running = state;
  const result = action();
  running = undefined;
  return result;
}

function pointerOf(
  module: LuaModule,
  name: string,
  signature: string,
  action: (state: StatePointer) => unknown,
): Pointer {
  const present = pointers.get(name);
  if (present !== undefined) return present;
  const pointer = module.addFunction(action, signature);
  pointers.set(name, pointer);
  return pointer;
}
