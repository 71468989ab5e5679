import type { Command } from 'commander';
import type { Condition } from '../dead/select-letters.js';
import { usageError } from '../frame/command-error.js';

/** The options that say which dead letters are meant. */
export interface WhereOptions {
  readonly where?: readonly Condition[];
}

/** The options of what changes dead letters. */
export interface ChangeOptions extends WhereOptions {
  readonly rate?: number;
  readonly dryRun?: true;
  readonly yes?: true;
}

export function addWhere(command: Command): Command {
  return command.option(
    '--where <field=value>',
    'only those with this value: a field of the message, or id, reason, source, error; may be repeated',
    conditionOf,
  );
}

export function addChangeOptions(command: Command): Command {
  return addWhere(command).option('--dry-run', 'only say how many there are').option('--yes', 'do not ask');
}

function conditionOf(text: string, before: readonly Condition[] = []): readonly Condition[] {
  const at = text.indexOf('=');
  if (at < 1)
    throw usageError(
      `"${text}" is no condition`,
      'Write a field and its value, such as --where customer=ada',
    );
  return [...before, [text.slice(0, at), text.slice(at + 1)]];
}
