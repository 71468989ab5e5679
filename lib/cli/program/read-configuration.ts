import { relative } from 'node:path';
import { checkOptions } from '../../errors/check-options.js';
import { RedisTriggersError, throwProblems } from '../../errors/redis-triggers-error.js';
import { isObject, mustBeObject, mustBeText } from '../../errors/value-checks.js';
import { checkFleetOptions } from '../../fleet/fleet-options.js';
import { runtimeValueChecks } from '../../runtime/build/check-runtime-options.js';
import { usageError } from '../frame/command-error.js';
import { importFile } from './import-files.js';
import type { ProgramConfiguration } from './program-configuration.js';
import type { ProgramSource } from './protocol.js';

/** The options of the program: of the configuration file, then of package.json. Handlers that a command names come first. */
export async function readConfiguration(source: ProgramSource): Promise<ProgramConfiguration> {
  const { packageOptions, configurationFile } = source;
  const ofFile = configurationFile === undefined ? {} : await readFile(configurationFile);
  const options = { ...packageOptions, ...ofFile } as ProgramConfiguration;
  const handlers =
    source.handlers.length > 0 ? source.handlers : (options.handlers as typeof options.handlers | undefined);
  if (handlers === undefined) {
    const remedy =
      'Name files or a folder, such as src/handlers, or set `handlers` in redis-triggers.config.js or in the member redis-triggers of package.json';
    throw usageError('no handlers are named', remedy);
  }
  if (options.fleet !== undefined) throwProblems(checkFleetOptions(options.fleet), 'fleet');
  return { ...options, handlers };
}

async function readFile(file: string): Promise<Partial<ProgramConfiguration>> {
  const place = relative(process.cwd(), file);
  const code = 'CONFIGURATION_FILE_INVALID';
  const { default: exported } = await importFile(file);
  // jiti hands out a module behind `default`.
  const isBehind = isObject(exported) && 'default' in exported;
  const options: unknown = isBehind ? exported.default : exported;
  if (isObject(options) && 'import' in options) {
    const what = 'the option "import" comes too late here: the loader loads this file, too';
    const remedy = 'Set it in the member `redis-triggers` of package.json, or use --import.';
    throw new RedisTriggersError({ code, place, what, remedy });
  }
  const checks = { ...runtimeValueChecks, fleet: mustBeObject, http: mustBeText };
  throwProblems(checkOptions(options, { place, code, checks, required: [] }), place);
  return options as Partial<ProgramConfiguration>;
}
