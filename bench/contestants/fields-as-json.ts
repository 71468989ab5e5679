import { field } from '../side/contestant.js';

/** The fields of an entry as the JSON text that a handler of the trigger gets. */
export function fieldsAsJson(fields: readonly (string | Buffer)[]): string {
  const members: Record<string, string> = {};
  for (let index = 0; index + 1 < fields.length; index += 2)
    members[String(fields[index])] = String(fields[index + 1]);
  return JSON.stringify(members);
}

/** The text of a message whose handler gets that. */
export function textInJson(message: unknown): string {
  const fields = JSON.parse((message as { message: string }).message) as Record<string, string>;
  return fields[field] ?? '';
}
