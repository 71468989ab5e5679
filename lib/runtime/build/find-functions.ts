import { ConnectionCatalog, type ReferencesElsewhere } from '../../connections/connection-catalog.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import type { Problem } from '../../errors/problem.js';
import { describeFunctions } from '../../functions/describe-functions.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { Secrets } from '../../logging/secrets.js';
import type { SettingsSource } from '../../settings/settings-source.js';
import { loadHandlers } from './load-handlers.js';
import type { RuntimeOptions } from '../runtime-options.js';
import { runtimeSettings } from './runtime-settings.js';

/** The options that decide what functions there are, and where they listen. */
export type FunctionSource = Pick<
  RuntimeOptions,
  'handlers' | 'connections' | 'settings' | 'configureKeyspaceNotifications'
>;

/** The functions of a program with their connections. */
export interface FoundFunctions {
  readonly functions: readonly FunctionDescriptor[];
  /** By the connection's name. */
  readonly targets: ReadonlyMap<string, ConnectionTarget>;
  readonly catalog: ConnectionCatalog;
  readonly settings: SettingsSource;
  /** The secrets of all connections, to be kept out of what is shown. */
  readonly secrets: Secrets;
}

/** Finds the functions of the handlers, without making any. What is wrong is added to `problems`. */
export async function findFunctions(
  source: FunctionSource,
  problems: Problem[],
  elsewhere?: ReferencesElsewhere,
): Promise<FoundFunctions> {
  const secrets = new Secrets();
  const settings = runtimeSettings(source.settings);
  const catalog = new ConnectionCatalog(source.connections ?? {}, settings, secrets, elsewhere);
  const targets = new Map<string, ConnectionTarget>();
  const nameConnection = (reference: string, place: string): string => {
    const target = catalog.resolve(reference, place);
    targets.set(target.name, target);
    return target.name;
  };
  const { configureKeyspaceNotifications = false } = source;
  const handlers = await loadHandlers(source.handlers, problems);
  const functions = describeFunctions(
    handlers,
    { settings, nameConnection, configureKeyspaceNotifications },
    problems,
  );
  return { functions, targets, catalog, settings, secrets };
}
