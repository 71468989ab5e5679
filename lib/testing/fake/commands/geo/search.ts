import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey, type KeyPositions } from '../command-facts.js';
import type { CommandContext, CommandHandler } from '../command-context.js';
import { integer, parseDouble } from '../numbers.js';
import { storeSortedSet } from '../sorted-sets/store-sorted-set.js';
import { decodePlace, distanceBetween, type Place } from './geohash.js';
import { distanceText, placeArgument, placeReply, unitInMetres } from './places.js';

const storeTarget: KeyPositions = (args) => {
  const at = args.findIndex((word, position) => position > 4 && /^store(dist)?$/i.test(word));
  const target = at < 0 ? undefined : args[at + 1];
  return target === undefined ? args.slice(1, 2) : [args[1] ?? '', target];
};
const writes = { flags: 'write denyoom movablekeys', keys: storeTarget, access: ['R', 'W'] } as const;
const reads = { flags: 'readonly', keys: oneKey } as const;

export const geoSearchCommands: CommandDeclarations = {
  geosearch: { arity: -7, ...reads, since: 6.2, run: search('geosearch') },
  geosearchstore: {
    arity: -8,
    flags: 'write denyoom',
    keys: [1, 2, 1],
    access: ['W', 'R'],
    since: 6.2,
    run: search('geosearchstore'),
  },
  georadius: { arity: -6, ...writes, run: search('georadius') },
  georadius_ro: { arity: -6, ...reads, run: search('georadius_ro') },
  georadiusbymember: { arity: -5, ...writes, run: search('georadiusbymember') },
  georadiusbymember_ro: { arity: -5, ...reads, run: search('georadiusbymember_ro') },
};

interface Shape {
  readonly contains: (center: Place, place: Place) => boolean;
  readonly unit: number;
}

interface Query {
  center: Place | Bytes | undefined;
  shape: Shape | undefined;
  withCoordinates: boolean;
  withDistance: boolean;
  withHash: boolean;
  order: 'asc' | 'desc' | undefined;
  count: number | undefined;
  isAny: boolean;
  target: Bytes | undefined;
  storesDistance: boolean;
}

interface Found {
  readonly member: Bytes;
  readonly score: number;
  readonly place: Place;
  readonly distance: number;
}

function search(name: string): CommandHandler {
  const isStore = name === 'geosearchstore';
  const keyAt = isStore ? 2 : 1;
  return (context, args) => {
    const set = context.read(args[keyAt] ?? '', 'zset');
    const query = name.startsWith('geosearch')
      ? readSearch(args, keyAt + 1, isStore)
      : readRadius(args, name);
    if (isStore) query.target = args[1];
    if (query.target !== undefined && (query.withCoordinates || query.withDistance || query.withHash)) {
      throw new CommandError(
        isStore
          ? 'ERR GEOSEARCHSTORE is not compatible with WITHDIST, WITHHASH and WITHCOORD options'
          : 'ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options',
      );
    }
    if (query.isAny && query.count === undefined) {
      throw new CommandError('ERR the ANY argument requires COUNT argument');
    }
    if (!set) return query.target === undefined ? [] : storeSortedSet(context, query.target, [], '');
    const center =
      typeof query.center === 'string' ? placeOf(set.score(query.center)) : (query.center as Place);
    return answer(context, find(set.members, center, query), query, name);
  };
}

function placeOf(score: number | undefined): Place {
  if (score === undefined) throw new CommandError('ERR could not decode requested zset member');
  return decodePlace(score);
}

function find(
  members: readonly { readonly member: Bytes; readonly score: number }[],
  center: Place,
  { shape, order, count, isAny }: Query,
): Found[] {
  const found: Found[] = [];
  for (const { member, score } of members) {
    const place = decodePlace(score);
    if (!shape?.contains(center, place)) continue;
    found.push({ member, score, place, distance: distanceBetween(center, place) });
    if (isAny && found.length === count) break;
  }
  const sorted = order ?? (count !== undefined && !isAny ? 'asc' : undefined);
  if (sorted) found.sort((a, b) => (a.distance - b.distance) * (sorted === 'asc' ? 1 : -1));
  return count === undefined ? found : found.slice(0, count);
}

function answer(context: CommandContext, found: readonly Found[], query: Query, name: string): Reply {
  const unit = query.shape?.unit ?? 1;
  if (query.target !== undefined) {
    const members = found.map(({ member, score, distance }) => ({
      member,
      score: query.storesDistance ? distance / unit : score,
    }));
    const event = name === 'geosearchstore' ? 'geosearchstore' : 'georadiusstore';
    return storeSortedSet(context, query.target, members, event);
  }
  return found.map(({ member, score, place, distance }) => {
    const details: Reply[] = [
      ...(query.withDistance ? [distanceText(distance, unit)] : []),
      ...(query.withHash ? [score] : []),
      ...(query.withCoordinates ? [placeReply(place, context.version)] : []),
    ];
    return details.length === 0 ? member : [member, ...details];
  });
}

const emptyQuery = (): Query => ({
  center: undefined,
  shape: undefined,
  withCoordinates: false,
  withDistance: false,
  withHash: false,
  order: undefined,
  count: undefined,
  isAny: false,
  target: undefined,
  storesDistance: false,
});

function readRadius(args: readonly Bytes[], name: string): Query {
  const query = emptyQuery();
  const isByMember = name.startsWith('georadiusbymember');
  query.center = isByMember ? args[2] : placeArgument(args[2], args[3]);
  const at = isByMember ? 3 : 4;
  query.shape = circle(args[at], args[at + 1]);
  readOptions(query, args.slice(at + 2), (word, next) => {
    if (!/^store(dist)?$/i.test(word) || name.endsWith('_ro') || next[0] === undefined) return undefined;
    query.target = next[0];
    query.storesDistance = word === 'STOREDIST';
    return 1;
  });
  return query;
}

function readSearch(args: readonly Bytes[], start: number, isStore: boolean): Query {
  const query = emptyQuery();
  readOptions(query, args.slice(start), (word, [first, second, third]) => {
    if (word === 'FROMMEMBER' && first !== undefined && query.center === undefined) {
      query.center = first;
      return 1;
    }
    if (word === 'FROMLONLAT' && second !== undefined && query.center === undefined) {
      query.center = placeArgument(first, second);
      return 2;
    }
    if (word === 'BYRADIUS' && second !== undefined && !query.shape) {
      query.shape = circle(first, second);
      return 2;
    }
    if (word === 'BYBOX' && third !== undefined && !query.shape) {
      query.shape = box(first, second, third);
      return 3;
    }
    if (word !== 'STOREDIST' || !isStore) return undefined;
    query.storesDistance = true;
    return 0;
  });
  const name = isStore ? 'geosearchstore' : 'geosearch';
  if (query.center === undefined) {
    throw new CommandError(`ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for ${name}`);
  }
  if (!query.shape) {
    throw new CommandError(`ERR exactly one of BYRADIUS and BYBOX can be specified for ${name}`);
  }
  return query;
}

/** The options that all have in common; `others` answers how many words behind its own an option takes. */
function readOptions(
  query: Query,
  words: readonly Bytes[],
  others: (word: string, next: readonly Bytes[]) => number | undefined,
): void {
  for (let position = 0; position < words.length; position++) {
    const word = (words[position] ?? '').toUpperCase();
    if (word === 'WITHDIST') query.withDistance = true;
    else if (word === 'WITHHASH') query.withHash = true;
    else if (word === 'WITHCOORD') query.withCoordinates = true;
    else if (word === 'ANY') query.isAny = true;
    else if (word === 'ASC' || word === 'DESC') query.order = word === 'ASC' ? 'asc' : 'desc';
    else if (word === 'COUNT' && words[position + 1] !== undefined) {
      query.count = integer(words[++position]);
      if (query.count < 1) throw new CommandError('ERR COUNT must be > 0');
    } else {
      const taken = others(word, words.slice(position + 1));
      if (taken === undefined) throw syntaxError();
      position += taken;
    }
  }
}

function circle(text: Bytes | undefined, unitText = ''): Shape {
  const radius = parseDouble(text);
  if (radius === undefined) throw new CommandError('ERR need numeric radius');
  if (radius < 0) throw new CommandError('ERR radius cannot be negative');
  const unit = unitInMetres(unitText);
  return { unit, contains: (center, place) => distanceBetween(center, place) <= radius * unit };
}

function box(widthText: Bytes | undefined, heightText: Bytes | undefined, unitText: Bytes): Shape {
  const [width, height] = [parseDouble(widthText), parseDouble(heightText)];
  if (width === undefined) throw new CommandError('ERR need numeric width');
  if (height === undefined) throw new CommandError('ERR need numeric height');
  if (width < 0 || height < 0) throw new CommandError('ERR height or width cannot be negative');
  const unit = unitInMetres(unitText);
  return {
    unit,
    contains: (center, place) =>
      distanceBetween(place, { ...place, latitude: center.latitude }) <= (height * unit) / 2 &&
      distanceBetween(place, { ...place, longitude: center.longitude }) <= (width * unit) / 2,
  };
}
