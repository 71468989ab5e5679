import { usageError } from '../../frame/command-error.js';

/** The id of a dead letter, as it was typed. */
export function checkedId(text: string): string {
  if (!/^\d{1,20}-\d{1,20}$/.test(text))
    throw usageError(`"${text}" is no id of a dead letter`, 'dead list shows their ids');
  return text;
}
