import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '../../errors/describe-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';
import type { Problem } from '../../errors/problem.js';
import { isObject } from '../../errors/value-checks.js';
import { jsonErrorPlace } from '../../settings/json-error-place.js';
import { parseTolerantJson } from '../../settings/parse-tolerant-json.js';

/** The members of an object in a file, by their names as they are written. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object in a JSON file of an app, read as Azure reads it; undefined where it cannot be read, which is then a problem. */
export function readJsonFile(
  root: string,
  path: string,
  code: ErrorCode,
  problems: Problem[],
): JsonObject | undefined {
  let text: string;
  try {
    text = readFileSync(join(root, path), 'utf8');
  } catch (error) {
    const what = `the file cannot be read: ${describeError(error).code ?? 'unknown error'}`;
    problems.push({ code, place: path, what, remedy: 'Make it a file that this process may read.' });
    return undefined;
  }
  return parse(text, path, code, problems);
}

function parse(text: string, path: string, code: ErrorCode, problems: Problem[]): JsonObject | undefined {
  try {
    const value = parseTolerantJson(text);
    if (isObject(value)) return value as JsonObject;
    problems.push({ code, place: path, what: 'the file does not hold a JSON object' });
  } catch {
    const { line, column } = jsonErrorPlace(text);
    const remedy = 'Correct the file there.';
    problems.push({ code, place: `${path}:${line}:${column}`, what: 'the file is not valid JSON', remedy });
  }
  return undefined;
}
