import { createHash } from 'node:crypto';
import type { Bytes } from '../resp/bytes.js';
import { formatDouble } from '../commands/numbers.js';
import { isError, type Reply } from '../resp/reply.js';
import { LuaError, type Library } from './lua-error.js';
import { toLua } from './lua-replies.js';
import { recordOf, type LuaValue } from './lua-values.js';

/** What the library `redis` of scripts needs of the server. */
export interface ScriptServer {
  readonly fullVersion: string;
  readonly version: number;
  /** Runs a command; undefined where no script runs, as while a library of functions is loaded. */
  readonly call: (args: readonly Bytes[]) => Reply | undefined;
  readonly protocol: () => 2 | 3;
  readonly setProtocol: (protocol: 2 | 3) => void;
  readonly mayRun: (args: readonly Bytes[]) => boolean;
  readonly log: (text: Bytes) => void;
}

/** The table `redis` of scripts. */
export function redisLibrary(server: ScriptServer): Library {
  return {
    call: (args) => {
      const result = callFrom(server, args);
      if (result instanceof Map && typeof result.get('err') === 'string') throw new LuaError(result);
      return [result];
    },
    pcall: (args) => [callFrom(server, args)],
    ...loggingFunctions(server),
    ...textFunctions,
    set_repl: () => [],
    replicate_commands: () => [true],
    breakpoint: () => [false],
    debug: () => [],
    setresp: (args) => {
      if (args.length !== 1) throw plainError('redis.setresp() requires one argument.');
      const [protocol] = args;
      if (protocol !== 2 && protocol !== 3) throw plainError('RESP version must be 2 or 3.');
      server.setProtocol(protocol);
      return [];
    },
    acl_check_cmd: (args) => {
      if (args.length === 0)
        throw plainError('Please specify at least one argument for this redis.acl_check_cmd() call');
      return [server.mayRun(textsOf(args, server.version))];
    },
    REPL_ALL: 3,
    REPL_AOF: 1,
    REPL_SLAVE: 2,
    REPL_REPLICA: 2,
    REPL_NONE: 0,
  };
}

/** What may be used while a library of functions is loaded too. */
export function loggingFunctions({
  log,
  fullVersion,
  version,
}: Pick<ScriptServer, 'log' | 'fullVersion' | 'version'>): Library {
  const [major = 0, minor = 0, patch = 0] = fullVersion.split('.').map(Number);
  return {
    log: (args) => {
      const [level, ...texts] = args;
      if (args.length < 2) throw plainError('redis.log() requires two arguments or more.');
      if (typeof level !== 'number') throw plainError('First argument must be a number (log level).');
      if (level < 0 || level > 3)
        throw plainError(version >= 7.4 ? 'Invalid log level.' : 'Invalid debug level.');
      if (level === 3) log(texts.map(textOf).join(' '));
      return [];
    },
    LOG_DEBUG: 0,
    LOG_VERBOSE: 1,
    LOG_NOTICE: 2,
    LOG_WARNING: 3,
    REDIS_VERSION: fullVersion,
    REDIS_VERSION_NUM: major * 65_536 + minor * 256 + patch,
  };
}

const textFunctions: Library = {
  error_reply: (args) => {
    const [text] = args;
    if (args.length !== 1 || typeof text !== 'string') return [wrongArguments()];
    return [errorTable(text.startsWith('-') ? text : `-${text}`)];
  },
  status_reply: (args) => {
    const [text] = args;
    if (args.length !== 1 || typeof text !== 'string') return [wrongArguments()];
    return [recordOf({ ok: text })];
  },
  sha1hex: (args) => {
    if (args.length !== 1) throw plainError('wrong number of arguments');
    return [createHash('sha1').update(textOf(args[0]), 'latin1').digest('hex')];
  },
};

function callFrom(server: ScriptServer, args: readonly LuaValue[]): LuaValue {
  if (args.length === 0) {
    return plainErrorTable(`Please specify at least one argument for this redis lib call`);
  }
  const reply = server.call(textsOf(args, server.version));
  if (reply === undefined) {
    return plainErrorTable('redis.call/pcall can only be called inside a script invocation');
  }
  // The prefix is that of the command; nothing is added.
  return isError(reply) ? recordOf({ err: reply.text }) : toLua(reply, server.protocol());
}

function textsOf(args: readonly LuaValue[], version: number): Bytes[] {
  if (args.some((argument) => typeof argument !== 'string' && typeof argument !== 'number')) {
    const problem = plainErrorTable('Lua redis lib command arguments must be strings or integers');
    throw new LuaError(problem);
  }
  return args.map((argument) => argumentText(argument, version));
}

/** An argument of a command: a number in the shortest form since 7.2. */
function argumentText(value: LuaValue, version: number): Bytes {
  return typeof value === 'number' && version >= 7.2 ? formatDouble(value, version) : textOf(value);
}

/** A number as `%.17g` writes it. */
function textOf(value: LuaValue): Bytes {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return '';
  return formatNumber(value, 17);
}

/** As `%.<digits>g` of C writes a number. */
export function formatNumber(value: number, digits: number): Bytes {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '-nan' : value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', power = '0'] = value.toExponential(digits - 1).split('e');
  const exponent = Number(power);
  const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (exponent < -4 || exponent >= digits) {
    const sign = exponent < 0 ? '-' : '+';
    return `${trim(mantissa)}e${sign}${`${Math.abs(exponent)}`.padStart(2, '0')}`;
  }
  return trim(value.toFixed(Math.min(100, Math.max(0, digits - 1 - exponent))));
}

const plainErrorTable = (text: Bytes): LuaValue => recordOf({ err: `ERR ${text}` });
const plainError = (text: Bytes): LuaError => new LuaError(recordOf({ err: `ERR ${text}` }));
const wrongArguments = (): LuaValue => recordOf({ err: 'ERR wrong number or type of arguments' });

/** `-CODE text`; without a code it is ERR. */
function errorTable(text: Bytes): LuaValue {
  const space = text.indexOf(' ');
  const [code, message] = space < 0 ? ['ERR', text.slice(1)] : [text.slice(1, space), text.slice(space + 1)];
  return recordOf({ err: `${code} ${message.replace(/^[\r\n]+|[\r\n]+$/g, '').replace(/[\r\n]/g, ' ')}` });
}
