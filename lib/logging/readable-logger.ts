import { styleText } from 'node:util';
import type { Logger } from './logger.js';
import { wantsColor } from './wants-color.js';

const levels = ['debug', 'info', 'warn', 'error'] as const;

type Level = (typeof levels)[number];

const marks = { debug: '·', info: ' ', warn: '!', error: '✗' } as const;
const colors = { debug: 'dim', warn: 'yellow', error: 'red' } as const;

/** Those that are in every line, or that a person needs no name for. */
const unnamed: ReadonlySet<string> = new Set(['functionId', 'connection', 'server', 'stack']);

/**
 * A logger that writes one line for people: the time, the function, what happened, and what there is to know.
 *
 * @param level the least that is written; a level of pino that is none of these writes all
 */
export function readableLogger(
  stream: NodeJS.WriteStream,
  level: string,
  fields: Readonly<Record<string, unknown>> = {},
): Logger {
  const isColored = wantsColor(stream, process.env);
  const least = level === 'silent' || level === 'fatal' ? levels.length : levels.indexOf(level as Level);
  const write = (at: Level) => {
    if (levels.indexOf(at) < least) return () => undefined;
    return (given: object, text: string): void => {
      const all = { ...fields, ...given } as Readonly<Record<string, unknown>>;
      const line = `${new Date().toTimeString().slice(0, 8)} ${marks[at]} ${lineOf(all, text)}\n`;
      stream.write(isColored && at !== 'info' ? styleText(colors[at], line) : line);
    };
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (more) => readableLogger(stream, level, { ...fields, ...more }),
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
