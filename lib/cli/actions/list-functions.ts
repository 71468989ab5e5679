import { sourcesOf } from '../../functions/sources.js';
import { changedOptions, functionOptions, type OptionValue } from '../../operating/function-options.js';
import type { ActionContext } from '../program/action-context.js';
import type { TriggerKind } from '../../messages/raw-message.js';

/** A function as `list` shows it. */
export interface ListedFunction {
  readonly id: string;
  readonly kind: TriggerKind;
  readonly connection: string;
  readonly sources: readonly string[];
  /** Every option with its value. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** The names of those that do not have their default. */
  readonly changed: readonly string[];
}

/** The functions of the handlers, without connecting. */
export async function listFunctions(
  { program, tell }: ActionContext,
  _args: null,
): Promise<ListedFunction[]> {
  // Nothing is connected to, so that connections which only exist where the functions run are no problem here.
  const { functions, skipped } = await program({
    unresolvedConnection: 'redis://localhost',
    leavesOthersOut: true,
  });
  for (const { name, why } of skipped) await tell({ kind: 'log', text: `${name} does not run: ${why}` });
  return functions.map((descriptor) => ({
    id: descriptor.id,
    kind: descriptor.kind,
    connection: descriptor.connection,
    sources: sourcesOf(descriptor),
    options: functionOptions(descriptor),
    changed: changedOptions(descriptor),
  }));
}
