import type { Bytes } from '../resp/bytes.js';

/**
 * What every state runs before scripts. Scripts get proxies of the libraries, because Lua 5.1 has no tables that cannot
 * be changed, and Redis' scripts must not change what others see. `__run` calls a script, `__load` the text of a library
 * of functions, `__invoke` one of its functions.
 */
export const preludeText: Bytes = String.raw`
local getinfo, setfenv, setmetatable, rawset, pcall, type, tostring, pairs, random =
  debug.getinfo, setfenv, setmetatable, rawset, pcall, type, tostring, pairs, __host.random
local where, plainError = __host.where, __host.plainError
local names = {'xpcall', 'tostring', 'next', 'assert', 'tonumber', 'rawget', 'rawset', 'rawequal', 'getmetatable',
  'collectgarbage', 'pcall', 'ipairs', 'pairs', 'unpack', 'select', 'type', 'load', 'loadstring', 'error', '_VERSION',
  'gcinfo'}
math.random = random
math.randomseed = __host.randomseed
os = __host.hasClock and {clock = os.clock} or nil
local protected = {}
local function refuse() where('Attempt to modify a readonly table') end
local function proxy(library)
  local own = setmetatable({}, {__index = library, __newindex = refuse, __metatable = false})
  protected[own] = true
  return own
end
local function results(ok, problem, ...)
  if not ok and type(problem) == 'table' and type(problem.err) == 'string' then return false, problem.err end
  return ok, problem, ...
end
local function environment(extra)
  local globals = {}
  for _, name in pairs(names) do globals[name] = _G[name] end
  for name, library in pairs(extra) do globals[name] = proxy(library) end
  for _, name in pairs({'string', 'table', 'math', 'coroutine', 'cjson', 'cmsgpack', 'bit', 'struct'}) do
    globals[name] = proxy(_G[name])
  end
  if os then globals.os = proxy(os) end
  setmetatable(globals, {__index = function(_, name)
    where("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'")
  end})
  local meta = {__index = globals, __newindex = refuse, __metatable = false}
  local seen = setmetatable({}, meta)
  protected[seen] = true
  globals._G = seen
  globals.setmetatable = function(t, m)
    if protected[t] then plainError('Attempt to modify a readonly table') end
    return setmetatable(t, m)
  end
  globals.rawset = function(t, k, v)
    if protected[t] then plainError('Attempt to modify a readonly table') end
    return rawset(t, k, v)
  end
  local null = cjson.null
  globals.tostring = function(value)
    if value == null then return 'userdata: (nil)' end
    return tostring(value)
  end
  globals.pcall = function(...) return results(pcall(...)) end
  globals.loadstring = function(text, name)
    local f, problem = loadstring(text, name)
    if f then setfenv(f, seen) end
    return f, problem
  end
  return globals, seen, meta
end
local globals, scripts = environment({redis = redis})
local loaded = {}
local register, select = __functions.register, select
__functions.register = nil
__functions.register_function = function(...)
  local first, second = ...
  local name = register(...)
  loaded[name] = type(first) == 'table' and first.callback or second
end
local functionGlobals, functions, functionsMeta = environment({redis = redis})
local function missing(_, name)
  where("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'")
end
local loading = setmetatable({}, {
  __index = function(_, name)
    local member = __functions[name]
    if member == nil then
      where("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'")
    end
    return member
  end,
  __newindex = refuse,
  __metatable = false,
})
protected[loading] = true
-- A library that is loaded sees nothing but what it registers functions with.
local loadGlobals = setmetatable({redis = loading}, {__index = missing})
function __handler(problem)
  local level, at = 2, getinfo(2, 'Sl')
  while at and (at.what == 'C' or at.source == '@prelude') do
    level = level + 1
    at = getinfo(level, 'Sl')
  end
  if type(problem) ~= 'table' then problem = {err = 'ERR ' .. tostring(problem)} end
  if at then
    problem.source = at.source
    problem.line = at.currentline
  end
  return problem
end
function __run(script, keys, args)
  globals.KEYS, globals.ARGV = keys, args
  return setfenv(script, scripts)()
end
local callbacks = {}
function __load(library)
  loaded = {}
  functionsMeta.__index = loadGlobals
  setfenv(library, functions)()
end
function __keep()
  for name, callback in pairs(loaded) do callbacks[name] = callback end
end
function __forget(name) callbacks[name] = nil end
function __invoke(name, keys, args)
  functionsMeta.__index = functionGlobals
  return callbacks[name](keys, args)
end
debug, io, package, require, module, dofile, loadfile, print = nil, nil, nil, nil, nil, nil, nil, nil
`;
