import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../errors/problem.js';
import { isObject } from '../../errors/value-checks.js';
import { intervalInMs } from '../../functions/options/interval-text.js';
import type { SettingsSource } from '../../settings/settings-source.js';
import { longestTimerInMs } from '../../time/longest-timer.js';
import { readLogLevels, type LogLevels } from './log-levels.js';
import { member } from './member.js';
import { readJsonFile, type JsonObject } from './read-json-file.js';

/** What host.json says that has a meaning here. */
export interface HostFile {
  /** The only functions that run, in lower case; undefined: all. */
  readonly functions?: ReadonlySet<string>;
  /** The longest that an invocation may take; undefined: as long as it wants. */
  readonly timeLimitInMs?: number;
  readonly logLevels: LogLevels;
}

const path = 'host.json';

/** That of Azure's plans for dedicated machines. */
const defaultTimeoutInMs = 30 * 60_000;

/** Reads the host.json of an app; without one all is as Azure has it by default. */
export function readHostFile(root: string, settings: SettingsSource, problems: Problem[]): HostFile {
  const isThere = existsSync(join(root, path));
  const content = isThere
    ? (readJsonFile(root, path, 'FUNCTION_APP_INVALID', problems) ?? {})
    : { version: '2.0' };
  if (isThere && Object.keys(content).length > 0) checkContent(content, problems);
  const functions = member(content, 'functions');
  const timeLimitInMs = readTimeout(settingOr(content, 'functionTimeout', settings), problems);
  return {
    ...(Array.isArray(functions) && {
      functions: new Set(
        functions.filter((each) => typeof each === 'string').map((each) => each.toLowerCase()),
      ),
    }),
    ...(timeLimitInMs !== undefined && { timeLimitInMs }),
    logLevels: readLogLevels(content, settings),
  };
}

function checkContent(content: JsonObject, problems: Problem[]): void {
  const problem = { code: 'FUNCTION_APP_INVALID', place: path } as const;
  const version = member(content, 'version');
  if (version !== '2.0') {
    const what = `"version" is ${JSON.stringify(version) ?? 'missing'}, and must be "2.0"`;
    problems.push({ ...problem, what, remedy: 'Write "version": "2.0".' });
  }
  const custom = member(content, 'customHandler');
  if (isObject(custom) && Object.keys(custom).length > 0) {
    const what = '"customHandler" has the functions handled by a program of its own, which is not supported';
    const remedy = 'Write the functions in JavaScript or Python, or call the program from a handler.';
    problems.push({ ...problem, what, remedy });
  }
}

/** Any value of host.json may be given by a variable such as `AzureFunctionsJobHost__functionTimeout`, which comes first. */
function settingOr(content: JsonObject, name: string, settings: SettingsSource): unknown {
  return settings.get(`AzureFunctionsJobHost:${name}`) ?? member(content, name);
}

function readTimeout(written: unknown, problems: Problem[]): number | undefined {
  if (written === undefined || written === null) return defaultTimeoutInMs;
  if (written === '-1' || written === -1) return undefined;
  const inMs = typeof written === 'string' ? intervalInMs(written.trim()) : undefined;
  if (typeof inMs === 'number' && inMs >= 1_000 && inMs <= longestTimerInMs) return inMs;
  const what = '"functionTimeout" is not a time of at least one second';
  const remedy = 'Write it as "hh:mm:ss", or "-1" for no limit.';
  problems.push({ code: 'FUNCTION_APP_INVALID', place: path, what, remedy });
  return undefined;
}
