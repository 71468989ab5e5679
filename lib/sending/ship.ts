import type { DescribeError } from '../errors/describe-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { commandsFor, replyFor } from './commands-for.js';
import { sendAlong } from './content/send-along.js';
import type { WrittenMessage } from './content/written-message.js';
import { dueOf, mostDelayedAtOnce, sendsDelays } from './delaying-commands.js';
import { dispatch, type CommandResult } from './dispatch.js';
import type { OpenClient } from './open-clients.js';
import type { SendResult } from './send-error.js';
import { sendFailure } from './send-failure.js';
import type { SentAlong } from './send-instrument.js';
import type { AnySendOptions } from './send-options.js';

/** Messages that are written and valid, and where they go. */
export interface Shipment {
  readonly descriptor: FunctionDescriptor;
  /** The key or the channel. */
  readonly source: string;
  readonly messages: readonly WrittenMessage[];
  readonly along: readonly SentAlong[];
  readonly options: AnySendOptions;
  readonly opened: OpenClient;
  /** Aborted when the time is over. */
  readonly until: AbortSignal;
  readonly place: string;
  readonly describeError: DescribeError;
}

/** Sends them; what Redis answered, for each in their order. Rejects with SEND_FAILED where one of them was not sent. */
export async function ship(shipment: Shipment): Promise<(string | number)[]> {
  const { descriptor, source, along, options, opened, until, place, describeError } = shipment;
  const isDelayed = dueOf(options) !== undefined;
  const messages = shipment.messages.map((message) =>
    along.reduce((each, more) => sendAlong(each, descriptor.kind, more), message),
  );
  const outcomes = await dispatch(commandsFor(descriptor, source, messages, options), {
    client: opened.client,
    until,
    repeats: options.duplicates === 'allowed',
    whyNotReady: () => opened.lastError,
    ...(isDelayed && { send: sendsDelays(opened.client) }),
  });
  if (outcomes.some(({ status }) => status === 'sent')) delete opened.lastError;
  // The one command of a list is that of all its elements.
  const outcomeOf = (index: number): CommandResult | undefined =>
    isDelayed ? outcomes[Math.floor(index / mostDelayedAtOnce)] : (outcomes[index] ?? outcomes[0]);
  const results = messages.map((_, index) => resultOf(outcomeOf(index), descriptor, isDelayed));
  if (results.some(({ status }) => status !== 'sent')) throw sendFailure(results, place, describeError);
  return results.map(({ reply = '' }) => reply);
}

function resultOf(
  outcome: CommandResult | undefined,
  descriptor: FunctionDescriptor,
  isDelayed: boolean,
): SendResult {
  if (!outcome) return { status: 'unknown' };
  // It has neither an id nor a place in the list yet.
  if (outcome.status === 'sent' && isDelayed) return { status: 'sent' };
  if (outcome.status === 'sent') return { status: 'sent', reply: replyFor(descriptor, outcome.reply) };
  return { status: outcome.status, error: outcome.error };
}
