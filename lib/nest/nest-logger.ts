import { inspect } from 'node:util';
import { Logger as NestLogger } from '@nestjs/common';
import type { Logger } from '../logging/logger.js';

/** A logger that writes with Nest's, so that lines look and go as all others of the application. */
export function nestLogger(
  context: string,
  fields: Readonly<Record<string, unknown>> = {},
  target = new NestLogger(context),
): Logger {
  const line = (given: object, text: string): string => lineOf({ ...fields, ...given }, text);
  return {
    debug: (given, text) => target.debug(line(given, text)),
    info: (given, text) => target.log(line(given, text)),
    warn: (given, text) => target.warn(line(given, text)),
    error: (given, text) => target.error(line(given, text), stackOf(given)),
    child: (more) => nestLogger(context, { ...fields, ...more }, target),
  };
}

function lineOf({ functionId, ...fields }: Readonly<Record<string, unknown>>, text: string): string {
  const rest = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${show(value)}`],
  );
  return [...(typeof functionId === 'string' ? [functionId] : []), text, ...rest].join('  ');
}

function show(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { name, message } = value as { name?: unknown; message?: unknown };
  if (typeof name === 'string' && typeof message === 'string') return `${name}: ${message}`;
  try {
    return JSON.stringify(value);
  } catch {
    // A BigInt, or an object that leads back to itself, must not cost the line.
    return inspect(value, { depth: 2, breakLength: Infinity });
  }
}

function stackOf(fields: object): string | undefined {
  const { error } = fields as { error?: { stack?: unknown } };
  return typeof error?.stack === 'string' ? error.stack : undefined;
}
