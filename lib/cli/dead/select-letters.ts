import type { DeadLetters } from '../../dead-letters/dead-letters.js';
import type { DeadLetter } from '../../messages/dead-letter.js';

/** Which dead letters of a function are meant. */
export interface Selection {
  /** Only these; all where there are none. */
  readonly ids: readonly string[];
  /** Only those in which every one of these has this value. */
  readonly where: readonly Condition[];
}

/** `amount=7`, as a pair. */
export type Condition = readonly [name: string, value: string];

/** Goes through the dead letters that are meant, the oldest first. */
export async function* selectLetters(
  letters: DeadLetters,
  { ids, where }: Selection,
): AsyncGenerator<DeadLetter> {
  for await (const letter of ids.length > 0 ? lettersOf(letters, ids) : letters) {
    if (where.every((condition) => matches(letter, condition))) yield letter;
  }
}

async function* lettersOf(letters: DeadLetters, ids: readonly string[]): AsyncGenerator<DeadLetter> {
  for (const id of ids) {
    const letter = await letters.get(id);
    if (letter) yield letter;
  }
}

/** What is known of a letter itself; behind `field:` a name is always one of the message. */
const facts: Readonly<Record<string, (letter: DeadLetter) => string>> = {
  id: ({ id }) => id,
  reason: ({ reason }) => reason,
  source: ({ source }) => source,
  error: ({ error }) => error.name,
};

function matches(letter: DeadLetter, [name, value]: Condition): boolean {
  const fact = facts[name];
  if (fact) return fact(letter) === value;
  return valuesOf(letter, name.replace(/^field:/, '')).includes(value);
}

/** The values of a field of the message: of a stream entry, or of the JSON object in its body, `customer.name` inside. */
function valuesOf({ message }: DeadLetter, name: string): string[] {
  if (message.kind === 'stream') {
    return message.fields.filter(([each]) => each.toString() === name).map(([, value]) => value.toString());
  }
  const found = name.split('.').reduce<unknown>(memberOf, parse(message.body));
  if (found === undefined) return [];
  return [typeof found === 'string' ? found : JSON.stringify(found)];
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
