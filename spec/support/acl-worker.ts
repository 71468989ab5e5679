import type { Redis } from 'ioredis';
import { aclRules, optionalRules } from './acl-rules.js';
import { infoFields } from './ask-server.js';

/** What users were refused since ACL LOG RESET, but for what can be left out. */
export async function deniedCommands(admin: Redis): Promise<string[]> {
  const log = (await admin.call('ACL', 'LOG')) as unknown[][];
  const objects = log.map((entry) => String(entry[entry.indexOf('object') + 1]));
  const optional = [...optionalRules.map((rule) => rule.slice(1)), 'client|setinfo'];
  // Before 7.0 the log names no subcommands.
  return objects.filter(
    (object) => !optional.some((rule) => rule === object || rule.startsWith(`${object}|`)),
  );
}

/** The commands that were called since CONFIG RESETSTAT, those of scripts too. */
export async function calledCommands(admin: Redis): Promise<ReadonlySet<string>> {
  const statistics = infoFields(await admin.info('commandstats'));
  const called = [...statistics].filter(([, figures]) => !figures.startsWith('calls=0,'));
  // Before 7.0 there are no figures for subcommands.
  const names = called.map(([name]) => name.replace('cmdstat_', ''));
  const hasSubcommands = names.some((name) => name.includes('|'));
  const rules = [...aclRules.values()].flat().map((rule) => rule.slice(1));
  const containers = rules.filter((rule) => names.includes(rule.split('|')[0] ?? ''));
  return new Set(hasSubcommands ? names : [...names, ...containers]);
}
