import { optionTable } from '../../functions/options/option-table.js';
import type { OptionRule } from '../../functions/options/option-rule.js';
import type { TriggerKind } from '../../messages/raw-message.js';
import { resolvePlaceholders } from '../../settings/placeholders.js';
import type { SettingsSource } from '../../settings/settings-source.js';
import type { JsonObject } from './read-json-file.js';

/** In a function.json they mean something else, or cannot be written there. */
const notInJson: ReadonlySet<string> = new Set([
  'name',
  'payload',
  'retry',
  'orderBy',
  'deduplicate',
  'batch',
]);

interface Spelling {
  readonly name: string;
  readonly rule: OptionRule<unknown>;
  readonly meaning: (value: unknown) => unknown;
}

/**
 * The members of a trigger binding that are options of a trigger of this kind, in any case and in the spellings of every
 * version; all others are left out, as Azure does. Numbers and booleans may be texts.
 */
export function triggerOptions(kind: TriggerKind, members: JsonObject, settings: SettingsSource): JsonObject {
  const spellings = spellingsOf(kind);
  const options = Object.fromEntries(
    Object.entries(members).flatMap(([written, value]) => {
      const spelling = spellings.get(written.toLowerCase());
      return spelling && value !== null ? [[spelling.name, typed(value, spelling)]] : [];
    }),
  ) as JsonObject;
  return kind === 'pubsub' && options.pattern === undefined ? withPattern(options, settings) : options;
}

function spellingsOf(kind: TriggerKind): ReadonlyMap<string, Spelling> {
  const spellings = new Map<string, Spelling>();
  for (const [name, rule] of Object.entries(optionTable) as [string, OptionRule<unknown>][]) {
    if (!rule.kinds.includes(kind) || notInJson.has(name)) continue;
    spellings.set(name.toLowerCase(), { name, rule, meaning: (value) => value });
    for (const [alias, meaning] of Object.entries(rule.aliases ?? {}))
      spellings.set(alias.toLowerCase(), { name: alias, rule, meaning });
  }
  return spellings;
}

/** A text that is no value of the option, but stands for a number or a boolean, as that. */
function typed(value: unknown, { rule, meaning }: Spelling): unknown {
  if (typeof value !== 'string' || rule.check(meaning(value)) === undefined) return value;
  if (/^\s*-?\d+\s*$/.test(value)) return Number(value);
  return /^\s*(?:true|false)\s*$/i.test(value) ? value.trim().toLowerCase() === 'true' : value;
}

/** Without `pattern`, the extension subscribes to a pattern exactly where the channel holds a star. */
function withPattern(options: JsonObject, settings: SettingsSource): JsonObject {
  const { channel } = options;
  if (typeof channel !== 'string') return options;
  return { ...options, pattern: resolvePlaceholders(channel, settings).text.includes('*') };
}
