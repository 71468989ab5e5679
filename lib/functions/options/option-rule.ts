import type { ValueCheck } from '../../errors/value-checks.js';
import type { TriggerKind } from '../../messages/raw-message.js';

/** One row of the table of options. */
export interface OptionRule<Value> {
  /** The kinds of trigger that have the option. */
  readonly kinds: readonly TriggerKind[];
  /** Whether there is no default, so that it must be given. */
  readonly required?: true;
  /** Whether senders go by it as well, so that a trigger cannot override its definition's. */
  readonly agreed?: true;
  /** Whether it is about one method, so that a definition cannot say it. */
  readonly ofMethod?: true;
  /** What a definition has that does not say it, where that is not the default of a plain trigger. */
  readonly whereDefined?: Value;
  /** Why the other kinds do not have it, where they could be thought to. */
  readonly notElsewhere?: string;
  /** What is wrong with a value, or undefined when it is a good one. */
  readonly check: ValueCheck;
  /** Other spellings of the option, each with what its value means in the canonical spelling. */
  readonly aliases?: Readonly<Record<string, (value: unknown) => unknown>>;
  /** Ties the row to the option's type; never read. */
  readonly valueType?: Value;
}
