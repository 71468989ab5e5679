import { nearestName } from '../errors/nearest-name.js';
import type { PubSubFunction } from '../functions/function-descriptor.js';
import { eventOfCommand, knownEvents } from './keyspace-flags.js';

/** What is meant for keyspace notifications, however it is misspelled; an ordinary channel is nothing like it. */
const alike = /^(?:_*key[-_]?(?:space|event)s?@|_+key[-_]?(?:space|event)s?(?![a-z])|__key\w*@)/i;

/** The parts of such a name, as far as they can be told. */
const parts = /^_*key[-_]?([a-z]*)s?@?_*([\d*]*)_*:?(.*)$/is;

/** What Redis publishes to. */
const published = /^__key(?:space|event)@(\d+)__:/;

/** Whether these characters can be the beginning of such a name. */
const beginning = /^__key(?:(?:space|event)@\d*_{0,2})$/;

/**
 * What is doubtful about a channel that looks like one of keyspace notifications, and what was probably meant;
 * undefined where nothing is. A name that only might be right is not doubted.
 *
 * @param database that of the connection, where it is known
 */
export function keyspaceDoubt(
  { channel, pattern }: Pick<PubSubFunction, 'channel' | 'pattern'>,
  database?: number,
): string | undefined {
  const literal = pattern ? literalBeginning(channel) : channel;
  if (!alike.test(literal)) return undefined;
  return (
    doubtfulName(channel, literal, database) ??
    doubtfulDatabase(channel, literal, database) ??
    doubtfulEvent(channel, pattern)
  );
}

function doubtfulName(channel: string, literal: string, database = 0): string | undefined {
  if (published.test(literal) || (literal !== channel && couldBegin(literal))) return undefined;
  const [, kind = '', number = '', rest = ''] = parts.exec(channel) ?? [];
  const medium = /^sp/i.test(kind) ? 'space' : 'event';
  const meant = `__key${medium}@${number === '' ? database : number}__:${rest === '' ? `<${medium === 'space' ? 'key' : 'event'}>` : rest}`;
  const hint = number === '*' && meant === channel ? `remove \`pattern: false\`` : `did you mean ${meant}?`;
  return `Redis never publishes to ${channel}: ${hint}`;
}

function doubtfulDatabase(
  channel: string,
  literal: string,
  database: number | undefined,
): string | undefined {
  const number = published.exec(literal)?.[1];
  if (number === undefined || database === undefined || Number(number) === database) return undefined;
  const meant = channel.replace(/@\d+/, `@${database}`);
  return `its connection uses database ${database}, but ${channel} is about database ${number}: did you mean ${meant}?`;
}

function doubtfulEvent(channel: string, pattern: boolean): string | undefined {
  const [, event = ''] = /^__keyevent@[^:]*__:(.*)$/s.exec(channel) ?? [];
  if (event === '' || (pattern && /[*?[\\]/.test(event)) || knownEvents.has(event)) return undefined;
  const lowered = event.toLowerCase();
  const meant = eventOfCommand(lowered) ?? nearestName(lowered, [...knownEvents]);
  // It may be an event of a module, or of a newer Redis.
  if (meant === undefined) return undefined;
  return `Redis has no event "${event}", so nothing is published to ${channel}: did you mean ${meant}?`;
}

/** What comes before the first glob character. */
function literalBeginning(pattern: string): string {
  return /^[^*?[\\]*/.exec(pattern)?.[0] ?? '';
}

function couldBegin(literal: string): boolean {
  return '__keyspace@'.startsWith(literal) || '__keyevent@'.startsWith(literal) || beginning.test(literal);
}
