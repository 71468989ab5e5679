import { checkOptions } from '../errors/check-options.js';
import { throwProblems } from '../errors/redis-triggers-error.js';
import { mustBeText, mustBeWholeNumber, type ValueCheck } from '../errors/value-checks.js';
import { longestTimerInMs } from '../time/longest-timer.js';
import type { TriggerKind } from '../messages/raw-message.js';

/** Options of everything that a sender sends. */
export interface SendOptions {
  /** How long it may take in all, in milliseconds, connecting included. Default: that of the sender, 5,000. */
  readonly timeoutInMs?: number;
  /**
   * `'allowed'`: what may have been sent, because its answer was lost, is sent again until the time is over. Default
   * `'refused'`: it is not, and the error says so.
   */
  readonly duplicates?: 'refused' | 'allowed';
}

/** Options of `sender.push`. */
export interface PushOptions extends SendOptions {
  /** Which key, where the definition has several. */
  readonly key?: string;
}

/** Options of `sender.add`. */
export interface AddOptions extends PushOptions {
  /** How long the stream may be: older entries are removed, approximately (MAXLEN ~). Default: any length. */
  readonly maxLength?: number;
  /** The id of the entry; only of a single one. Default: the server makes one. */
  readonly id?: string;
}

/** Options of `sender.publish`. */
export interface PublishOptions extends SendOptions {
  /** Which channel, where the definition is a pattern. */
  readonly channel?: string;
}

/** What a command of `sender.command` can be told. */
export type CommandOptions = Pick<AddOptions & PublishOptions, 'key' | 'channel' | 'maxLength' | 'id'>;

/** All of them; which a kind has is checked. */
export type AnySendOptions = AddOptions & PublishOptions;

const mustBeId: ValueCheck = (value) =>
  typeof value === 'string' && /^(\d{1,20}(-(\d{1,20}|\*))?|\*)$/.test(value)
    ? undefined
    : "must be an entry id such as '1700000000000-0'";

const mustBeDuplicates: ValueCheck = (value) =>
  value === 'refused' || value === 'allowed' ? undefined : "must be 'refused' or 'allowed'";

export const mustBeTimeout = mustBeWholeNumber(1, longestTimerInMs);

const how = { timeoutInMs: mustBeTimeout, duplicates: mustBeDuplicates };

const where: Readonly<Record<TriggerKind, Readonly<Record<string, ValueCheck>>>> = {
  list: { key: mustBeText },
  stream: { key: mustBeText, maxLength: mustBeWholeNumber(0), id: mustBeId },
  pubsub: { channel: mustBeText },
};

/** Throws for all that is wrong with the options of one call. A command has no time to wait, and is not repeated. */
export function checkSendOptions(options: object, kind: TriggerKind, place: string, isCommand = false): void {
  const checks = { ...where[kind], ...(!isCommand && how) };
  throwProblems(checkOptions(options, { place, code: 'SEND_OPTION_INVALID', checks, required: [] }), place);
}
