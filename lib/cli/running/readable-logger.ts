import { styleText } from 'node:util';
import type { Logger } from '../../logging/logger.js';
import { wantsColor } from '../frame/output.js';

type Level = 'debug' | 'info' | 'warn' | 'error';

const marks = { debug: '·', info: ' ', warn: '!', error: '✗' } as const;
const colors = { debug: 'dim', warn: 'yellow', error: 'red' } as const;

/** Those that are in every line, or that a person needs no name for. */
const unnamed: ReadonlySet<string> = new Set(['functionId', 'connection', 'server', 'stack']);

/** A logger that writes one line for people: the time, the function, what happened, and what there is to know. */
export function readableLogger(
  stream: NodeJS.WriteStream,
  fields: Readonly<Record<string, unknown>> = {},
): Logger {
  const isVerbose = process.env.REDIS_TRIGGERS_LOG_LEVEL === 'debug';
  const isColored = wantsColor(stream, process.env);
  const write =
    (level: Level) =>
    (given: object, text: string): void => {
      const all = { ...fields, ...given } as Readonly<Record<string, unknown>>;
      const line = `${new Date().toTimeString().slice(0, 8)} ${marks[level]} ${lineOf(all, text)}\n`;
      stream.write(isColored && level !== 'info' ? styleText(colors[level], line) : line);
    };
  return {
    debug: isVerbose ? write('debug') : () => undefined,
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (more) => readableLogger(stream, { ...fields, ...more }),
  };
}

function lineOf({ functionId, ...fields }: Readonly<Record<string, unknown>>, text: string): string {
  const rest = Object.entries(fields)
    .filter(([name, value]) => !unnamed.has(name) && value !== undefined)
    .map(([name, value]) => `${name}=${show(value)}`);
  return [...(typeof functionId === 'string' ? [functionId] : []), text, ...rest].join('  ');
}

function show(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { name, message } = value as { name?: unknown; message?: unknown };
  return typeof name === 'string' && typeof message === 'string'
    ? `${name}: ${message}`
    : JSON.stringify(value);
}
