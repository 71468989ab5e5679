import type { Bytes } from '../resp/bytes.js';
import { luaTypes, type LuaModule, type LuaState, type Pointer } from './lua-module.js';

/** What `cjson.null` is: a pointer to nothing. */
export const luaNull = Symbol('cjson.null');

/** A value that has no meaning outside of Lua, such as a function. */
export class OpaqueLuaValue {
  constructor(readonly typeName: string) {}
}

/** A table, its entries in the order in which Lua walks them. */
export type LuaTable = Map<LuaValue, LuaValue>;

/** A value of Lua. Strings hold a character for each byte; nil is undefined. */
export type LuaValue = undefined | boolean | number | Bytes | LuaTable | typeof luaNull | OpaqueLuaValue;

/** Tables that are nested deeper than this are cut off: what they are for refuses them by then. */
const deepest = 1002;

/** A list as a table. */
export function listOf(items: readonly LuaValue[]): LuaTable {
  return new Map(items.map((item, index) => [index + 1, item]));
}

export function recordOf(fields: Readonly<Record<string, LuaValue>>): LuaTable {
  return new Map(Object.entries(fields));
}

/** Takes values from the stack of a Lua state and puts them there. */
export class LuaStack {
  private readonly lengthPointer: Pointer;

  constructor(
    readonly module: LuaModule,
    readonly state: LuaState,
  ) {
    this.lengthPointer = module._malloc(4);
  }

  get top(): number {
    return this.module._lua_gettop(this.state);
  }

  /** Gives the bytes of a text to an action, at a place that is free again afterwards. */
  withText<T>(text: Bytes, action: (pointer: Pointer, length: number) => T): T {
    const pointer = this.module._malloc(text.length + 1);
    Buffer.from(this.module.HEAPU8.buffer).write(text, pointer, 'latin1');
    this.module.HEAPU8[pointer + text.length] = 0;
    const result = action(pointer, text.length);
    this.module._free(pointer);
    return result;
  }

  pushText(text: Bytes): void {
    this.withText(text, (pointer, length) => this.module._lua_pushlstring(this.state, pointer, length));
  }

  /** The text of a string or number; undefined for anything else. */
  text(index: number): Bytes | undefined {
    const pointer = this.module._lua_tolstring(this.state, index, this.lengthPointer);
    if (pointer === 0) return undefined;
    const length = this.module.HEAP32[this.lengthPointer >> 2] ?? 0;
    return Buffer.from(this.module.HEAPU8.buffer, pointer, length).toString('latin1');
  }

  push(value: LuaValue): void {
    const { module, state } = this;
    if (value === undefined || value instanceof OpaqueLuaValue) module._lua_pushnil(state);
    else if (typeof value === 'string') this.pushText(value);
    else if (typeof value === 'number') module._lua_pushnumber(state, value);
    else if (typeof value === 'boolean') module._lua_pushboolean(state, value ? 1 : 0);
    else if (value === luaNull) module._lua_pushlightuserdata(state, 0);
    else this.pushTable(value);
  }

  /** The value at a positive index. */
  value(index: number, depth = 0): LuaValue {
    const { module, state } = this;
    switch (module._lua_type(state, index)) {
      case luaTypes.none:
      case luaTypes.nil:
        return undefined;
      case luaTypes.boolean:
        return module._lua_toboolean(state, index) !== 0;
      case luaTypes.number:
        return module._lua_tonumber(state, index);
      case luaTypes.string:
        return this.text(index);
      case luaTypes.lightUserdata:
        return luaNull;
      case luaTypes.table:
        return depth > deepest ? new Map() : this.table(index, depth);
      case luaTypes.function:
        return new OpaqueLuaValue('function');
      default:
        return new OpaqueLuaValue('userdata');
    }
  }

  private table(index: number, depth: number): LuaTable {
    const { module, state } = this;
    const entries: LuaTable = new Map();
    module._lua_checkstack(state, 4);
    module._lua_pushnil(state);
    while (module._lua_next(state, index) !== 0) {
      const top = module._lua_gettop(state);
      entries.set(this.value(top - 1, depth + 1), this.value(top, depth + 1));
      module._lua_settop(state, top - 1);
    }
    return entries;
  }

  private pushTable(entries: LuaTable): void {
    const { module, state } = this;
    module._lua_checkstack(state, 4);
    module._lua_createtable(state, entries.has(1) ? entries.size : 0, entries.has(1) ? 0 : entries.size);
    for (const [key, value] of entries) {
      if (typeof key === 'number') {
        this.push(value);
        module._lua_rawseti(state, -2, key);
      } else {
        this.push(key);
        this.push(value);
        module._lua_rawset(state, -3);
      }
    }
  }
}
