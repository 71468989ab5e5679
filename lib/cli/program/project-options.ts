import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RedisTriggersError, throwProblems } from '../../errors/redis-triggers-error.js';
import { checkOptions } from '../../errors/check-options.js';
import { describeError } from '../../errors/describe-error.js';
import {
  isObject,
  mustBeBoolean,
  mustBeObject,
  mustBeText,
  mustBeWholeNumber,
} from '../../errors/value-checks.js';

const extensions = ['ts', 'mts', 'js', 'mjs', 'cjs'] as const;

/** What a project says to the command line, as far as it is known without running any of its code. */
export interface ProjectOptions {
  /** The member `redis-triggers` of its package.json, without `import`. */
  readonly packageOptions: Readonly<Record<string, unknown>>;
  /** The `import` of that member. */
  readonly loader?: string;
  readonly configurationFile?: string;
}

/**
 * Reads the options of the project in a folder.
 *
 * @param config the configuration file that was asked for; else redis-triggers.config.ts or .js, where there is one
 * @throws RedisTriggersError CONFIGURATION_FILE_INVALID
 */
export function readProjectOptions(folder: string, config?: string): ProjectOptions {
  const { import: loader, ...packageOptions } = readPackageMember(join(folder, 'package.json'));
  const configurationFile = config === undefined ? findConfiguration(folder) : resolve(folder, config);
  if (configurationFile !== undefined && !existsSync(configurationFile))
    throw invalid(config ?? configurationFile, 'there is no such file');
  return {
    packageOptions,
    ...(loader !== undefined && { loader }),
    ...(configurationFile !== undefined && { configurationFile }),
  };
}

function findConfiguration(folder: string): string | undefined {
  return extensions
    .map((extension) => join(folder, `redis-triggers.config.${extension}`))
    .find((file) => existsSync(file));
}

/** What can be written in JSON of the options of createRuntime, and what only the command line has. */
const checks = {
  handlers: (value: unknown) =>
    Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')
      ? undefined
      : 'must be an array of file patterns, with at least one',
  connections: mustBeObject,
  settings: mustBeObject,
  shutdownTimeoutInMs: mustBeWholeNumber(1),
  configureKeyspaceNotifications: mustBeBoolean,
  fleet: mustBeObject,
  import: mustBeText,
  http: mustBeText,
};

function readPackageMember(file: string): Readonly<Record<string, unknown>> & { readonly import?: string } {
  if (!existsSync(file)) return {};
  const place = 'package.json';
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw invalid(place, `it cannot be read: ${describeError(error).message}`);
  }
  const member = isObject(content) ? (content as Record<string, unknown>)['redis-triggers'] : undefined;
  if (member === undefined) return {};
  const code = 'CONFIGURATION_FILE_INVALID';
  throwProblems(
    checkOptions(member, { place: `${place}, "redis-triggers"`, code, checks, required: [] }),
    place,
  );
  return member as Record<string, unknown> & { import?: string };
}

function invalid(place: string, what: string): RedisTriggersError {
  return new RedisTriggersError({ code: 'CONFIGURATION_FILE_INVALID', place, what });
}
