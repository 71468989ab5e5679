import type { CommandArgument } from '../redis/commands/command-sender.js';
import type { ErrorDescription } from '../errors/describe-error.js';
import type { Failed } from '../messages/outcome.js';
import { sourceOf, type RawMessage } from '../messages/raw-message.js';

/** What comes before the name of a field of a stream entry. */
export const fieldPrefix = 'field:';

/** What is known of a dead letter besides the message itself. */
export interface DeadLetterFacts {
  readonly functionId: string;
  readonly failure: Failed;
  /** The failure's error, described and free of secrets. */
  readonly error: ErrorDescription;
  /** When it was given up. */
  readonly at: Date;
}

/**
 * The fields of a dead letter, in their order: first what is known of it, then the original, byte for byte:
 * `body` for a list element or a published message, `field:<name>` for each field of a stream entry, in
 * order and as often as it stood there.
 */
export function deadLetterFields(message: RawMessage, facts: DeadLetterFacts): CommandArgument[] {
  const { functionId, failure, error, at } = facts;
  const known: [string, CommandArgument][] = [
    ['functionId', functionId],
    ['kind', message.kind],
    ['source', message.kind === 'pubsub' ? message.channelBytes : sourceOf(message)],
    ...(message.kind === 'stream'
      ? ([
          ['entryId', message.id],
          ['deliveryCount', message.deliveryCount],
        ] satisfies [string, CommandArgument][])
      : []),
    ['reason', failure.reason],
    ['errorName', error.name],
    ['errorMessage', error.message],
    ['errorStack', error.stack ?? ''],
    ['attempts', failure.attempts],
    ['failedAt', at.toISOString()],
  ];
  return [...known.flat(), ...original(message)];
}

function original(message: RawMessage): CommandArgument[] {
  if (message.kind !== 'stream') return ['body', message.body];
  return message.fields.flatMap(([name, value]) => [Buffer.concat([Buffer.from(fieldPrefix), name]), value]);
}
