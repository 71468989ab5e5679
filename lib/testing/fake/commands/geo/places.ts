import type { Bytes } from '../../resp/bytes.js';
import { double, nullArray, type Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { doubleToLong, formatLongDouble } from '../long-doubles.js';
import { float, formatDouble } from '../numbers.js';
import { addToSortedSet } from '../sorted-sets/members.js';
import {
  decodePlace,
  distanceBetween,
  encodePlace,
  geohashText,
  greatestLatitude,
  type Place,
} from './geohash.js';

const reads = { flags: 'readonly', keys: oneKey } as const;

export const placeCommands: CommandDeclarations = {
  geoadd: { arity: -5, flags: 'write denyoom', keys: oneKey, run: add },
  geodist: { arity: -4, ...reads, run: distance },
  geohash: { arity: -2, ...reads, run: hashes },
  geopos: { arity: -2, ...reads, run: positions },
};

const metres: Readonly<Record<string, number>> = { m: 1, km: 1000, ft: 0.3048, mi: 1609.34 };

/** How many metres a unit has. */
export function unitInMetres(text: Bytes): number {
  const size = metres[text.toLowerCase()];
  if (size === undefined) throw new CommandError('ERR unsupported unit provided. please use M, KM, FT, MI');
  return size;
}

export function placeArgument(longitudeText: Bytes | undefined, latitudeText: Bytes | undefined): Place {
  const [longitude, latitude] = [float(longitudeText), float(latitudeText)];
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > greatestLatitude) {
    throw new CommandError(`ERR invalid longitude,latitude pair ${shown(longitude)},${shown(latitude)}`);
  }
  return { longitude, latitude };
}

const shown = (degrees: number): Bytes =>
  Number.isFinite(degrees) ? degrees.toFixed(6) : degrees > 0 ? 'inf' : '-inf';

export const distanceText = (inMetres: number, unit: number): Bytes => (inMetres / unit).toFixed(4);

/** A coordinate in all of its digits. */
export function coordinate(value: number, version: number): Reply {
  return double(version >= 7.2 ? formatDouble(value, version) : formatLongDouble(doubleToLong(value)));
}

function add(context: CommandContext, args: readonly Bytes[]): Reply {
  let position = 2;
  const options: Bytes[] = [];
  while (/^(nx|xx|ch)$/i.test(args[position] ?? '') && context.version >= 6.2)
    options.push(args[position++] ?? '');
  const has = (name: string): boolean => options.some((option) => option.toUpperCase() === name);
  const rest = args.slice(position);
  if (rest.length % 3 !== 0 || (has('NX') && has('XX'))) throw syntaxError();
  const pairs: Bytes[] = [];
  for (let at = 0; at < rest.length; at += 3) {
    const place = placeArgument(rest[at], rest[at + 1]);
    pairs.push(`${encodePlace(place)}`, rest[at + 2] ?? '');
  }
  return addToSortedSet(context, ['zadd', args[1] ?? '', ...options, ...pairs]);
}

function distance(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = '', a = '', b = '', unit = 'm', ...rest] = args;
  if (rest.length > 0) throw syntaxError();
  const size = unitInMetres(unit);
  const set = context.read(key, 'zset');
  const [first, second] = [set?.score(a), set?.score(b)];
  if (first === undefined || second === undefined) return null;
  return distanceText(distanceBetween(decodePlace(first), decodePlace(second)), size);
}

function hashes(context: CommandContext, [, key = '', ...members]: readonly Bytes[]): Reply {
  const set = context.read(key, 'zset');
  return members.map((member) => {
    const score = set?.score(member);
    return score === undefined ? null : geohashText(score);
  });
}

function positions(context: CommandContext, [, key = '', ...members]: readonly Bytes[]): Reply {
  const set = context.read(key, 'zset');
  return members.map((member) => {
    const score = set?.score(member);
    return score === undefined ? nullArray : placeReply(decodePlace(score), context.version);
  });
}

export function placeReply({ longitude, latitude }: Place, version: number): Reply {
  return [coordinate(longitude, version), coordinate(latitude, version)];
}
