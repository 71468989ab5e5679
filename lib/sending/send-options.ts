import { checkOptions } from '../errors/check-options.js';
import { RedisTriggersError, throwProblems } from '../errors/redis-triggers-error.js';
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

/**
 * When a message is due that is to come later. It is kept in Redis until then (EVALSHA), and moved to its list or stream by
 * those who listen there.
 */
export type DelayOptions =
  | {
      /** In how many milliseconds, from when Redis gets it, by the clock of the server. 0: it is not delayed. */
      readonly delayInMs: number;
      readonly at?: undefined;
    }
  | {
      /** At which time, by the clock of the server. What is past is due at once. */
      readonly at: Date;
      readonly delayInMs?: undefined;
    };

/** Options of `sender.push` for elements that are to come later. */
export type DelayedPushOptions = PushOptions & DelayOptions;

/** Options of `sender.add` for entries that are to come later: Redis makes their ids when they are due. */
export type DelayedAddOptions = Omit<AddOptions, 'id'> & DelayOptions;

/** What a command of `sender.command` can be told. */
export type CommandOptions = Pick<AddOptions & PublishOptions, 'key' | 'channel' | 'maxLength' | 'id'> &
  Partial<Pick<DelayOptions, 'delayInMs' | 'at'>>;

/** All of them; which a kind has is checked. */
export type AnySendOptions = AddOptions & PublishOptions & Partial<Pick<DelayOptions, 'delayInMs' | 'at'>>;

const mustBeId: ValueCheck = (value) =>
  typeof value === 'string' && /^(\d{1,20}(-(\d{1,20}|\*))?|\*)$/.test(value)
    ? undefined
    : "must be an entry id such as '1700000000000-0'";

const mustBeDuplicates: ValueCheck = (value) =>
  value === 'refused' || value === 'allowed' ? undefined : "must be 'refused' or 'allowed'";

export const mustBeTimeout = mustBeWholeNumber(1, longestTimerInMs);

/** A hundred years: who asks for more has taken another unit. */
const longestDelayInMs = 100 * 365.25 * 24 * 60 * 60 * 1_000;

const mustBeTime: ValueCheck = (value) =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? undefined : 'must be a valid Date';

const later = { delayInMs: mustBeWholeNumber(0, longestDelayInMs), at: mustBeTime };

const how = { timeoutInMs: mustBeTimeout, duplicates: mustBeDuplicates };

const where: Readonly<Record<TriggerKind, Readonly<Record<string, ValueCheck>>>> = {
  list: { key: mustBeText, ...later },
  stream: { key: mustBeText, ...later, maxLength: mustBeWholeNumber(0), id: mustBeId },
  pubsub: { channel: mustBeText },
};

/** Throws for all that is wrong with the options of one call. A command has no time to wait, and is not repeated. */
export function checkSendOptions(options: object, kind: TriggerKind, place: string, isCommand = false): void {
  const checks = { ...where[kind], ...(!isCommand && how) };
  const { delayInMs, at, id } = options as AnySendOptions;
  const isLater = delayInMs !== undefined || at !== undefined;
  if (isLater && kind === 'pubsub')
    throw conflict('published messages cannot be delayed: they do not wait in Redis', place);
  if (delayInMs !== undefined && at !== undefined)
    throw conflict('`delayInMs` and `at` exclude each other', place);
  if (isLater && id !== undefined)
    throw conflict('an entry with an `id` cannot be delayed: ids only grow', place);
  throwProblems(checkOptions(options, { place, code: 'SEND_OPTION_INVALID', checks, required: [] }), place);
}

function conflict(what: string, place: string): RedisTriggersError {
  return new RedisTriggersError({ code: 'SEND_OPTION_INVALID', place, what, remedy: 'Nothing was sent.' });
}
