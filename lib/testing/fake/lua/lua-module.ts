/** An index into the memory of the engine. */
export type Pointer = number;

/** A Lua state. */
export type LuaState = Pointer;

/** A function of C, as Lua calls it: how many results it left on the stack. */
export type LuaFunction = (state: LuaState) => number;

/** The C interface of Lua 5.1, as far as it is used here, compiled to WebAssembly. */
export interface LuaModule {
  readonly HEAPU8: Uint8Array;
  readonly HEAP32: Int32Array;
  addFunction(action: (...args: number[]) => unknown, signature: string): Pointer;
  _malloc(size: number): Pointer;
  _free(pointer: Pointer): void;
  _luaL_newstate(): LuaState;
  _luaL_openlibs(state: LuaState): void;
  _luaL_loadbuffer(state: LuaState, text: Pointer, length: number, name: Pointer): number;
  _luaL_ref(state: LuaState, table: number): number;
  _luaL_unref(state: LuaState, table: number, reference: number): void;
  _luaL_where(state: LuaState, level: number): void;
  _lua_checkstack(state: LuaState, size: number): number;
  _lua_close(state: LuaState): void;
  _lua_concat(state: LuaState, count: number): void;
  _lua_createtable(state: LuaState, items: number, fields: number): void;
  _lua_error(state: LuaState): number;
  _lua_getfield(state: LuaState, index: number, name: Pointer): void;
  _lua_gettop(state: LuaState): number;
  _lua_next(state: LuaState, index: number): number;
  _lua_pcall(state: LuaState, args: number, results: number, handler: number): number;
  _lua_pushboolean(state: LuaState, value: number): void;
  _lua_pushcclosure(state: LuaState, action: Pointer, upvalues: number): void;
  _lua_pushlightuserdata(state: LuaState, pointer: Pointer): void;
  _lua_pushlstring(state: LuaState, text: Pointer, length: number): void;
  _lua_pushnil(state: LuaState): void;
  _lua_pushnumber(state: LuaState, value: number): void;
  _lua_pushvalue(state: LuaState, index: number): void;
  _lua_rawget(state: LuaState, index: number): void;
  _lua_rawgeti(state: LuaState, index: number, position: number): void;
  _lua_rawset(state: LuaState, index: number): void;
  _lua_rawseti(state: LuaState, index: number, position: number): void;
  _lua_setfield(state: LuaState, index: number, name: Pointer): void;
  _lua_sethook(state: LuaState, hook: Pointer, mask: number, count: number): void;
  _lua_settop(state: LuaState, index: number): void;
  _lua_toboolean(state: LuaState, index: number): number;
  _lua_tolstring(state: LuaState, index: number, length: Pointer): Pointer;
  _lua_tonumber(state: LuaState, index: number): number;
  _lua_type(state: LuaState, index: number): number;
}

export const registryIndex = -10_000;
export const globalsIndex = -10_002;

/** What `lua_type` answers. */
export const luaTypes = {
  none: -1,
  nil: 0,
  boolean: 1,
  lightUserdata: 2,
  number: 3,
  string: 4,
  table: 5,
  function: 6,
} as const;

/** The package that brings the engine: an optional peer. */
export const enginePackage = 'wasmoon-lua5.1';

interface EnginePackage {
  readonly LuaApi: { initialize(): Promise<{ readonly module: LuaModule }> };
}

let loading: Promise<LuaModule> | undefined;

/** Loads the engine, once in a process; rejects where the package is missing. */
export function loadLuaModule(): Promise<LuaModule> {
  loading ??= import(enginePackage)
    .then((loaded: Partial<EnginePackage> & { readonly default?: EnginePackage }) => {
      const { LuaApi } = loaded.LuaApi ? (loaded as EnginePackage) : (loaded.default as EnginePackage);
      return LuaApi.initialize();
    })
    .then(({ module }) => module);
  return loading;
}
