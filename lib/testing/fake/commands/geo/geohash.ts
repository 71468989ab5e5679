/** A place on the earth. */
export interface Place {
  readonly longitude: number;
  readonly latitude: number;
}

export const greatestLatitude = 85.05112878;
const earthRadius = 6_372_797.560856;
const steps = 26;
const letters = '0123456789bcdefghjkmnpqrstuvwxyz';

/** The 52 bits of a place, longitude and latitude in turns: the score that a member has. */
export function encodePlace({ longitude, latitude }: Place): number {
  return interleave(scaled(latitude, greatestLatitude), scaled(longitude, 180));
}

/** The middle of the cell that a score stands for. */
export function decodePlace(score: number): Place {
  const bits = BigInt(score);
  const [latitude, longitude] = [separate(bits), separate(bits >> 1n)];
  return { longitude: middle(longitude, 180), latitude: middle(latitude, greatestLatitude) };
}

/** Eleven letters, as geohash.org has them: with latitudes up to 90. */
export function geohashText(score: number): string {
  const { longitude, latitude } = decodePlace(score);
  const bits = BigInt(interleave(scaled(latitude, 90), scaled(longitude, 180)));
  let text = '';
  for (let index = 0; index < 10; index++)
    text += letters.charAt(Number((bits >> BigInt(52 - (index + 1) * 5)) & 31n));
  // There are 52 bits, and eleven letters need 55: the last one is always the first.
  return `${text}0`;
}

/** In metres, along the surface of a sphere. */
export function distanceBetween(a: Place, b: Place): number {
  const radians = (degrees: number): number => degrees * (Math.PI / 180);
  const [lon1, lon2] = [radians(a.longitude), radians(b.longitude)];
  const [lat1, lat2] = [radians(a.latitude), radians(b.latitude)];
  const v = Math.sin((lon2 - lon1) / 2);
  if (v === 0) return earthRadius * Math.abs(lat2 - lat1);
  const u = Math.sin((lat2 - lat1) / 2);
  return 2 * earthRadius * Math.asin(Math.sqrt(u * u + Math.cos(lat1) * Math.cos(lat2) * v * v));
}

function scaled(value: number, limit: number): number {
  return Math.floor(((value + limit) / (2 * limit)) * 2 ** steps);
}

function middle(cell: number, limit: number): number {
  const size = 2 ** steps;
  const low = -limit + (cell / size) * 2 * limit;
  const high = -limit + ((cell + 1) / size) * 2 * limit;
  return Math.min(limit, Math.max(-limit, (low + high) / 2));
}

function interleave(even: number, odd: number): number {
  let bits = 0n;
  for (let index = 0; index < steps; index++) {
    bits |= BigInt(Math.floor(even / 2 ** index) & 1) << BigInt(2 * index);
    bits |= BigInt(Math.floor(odd / 2 ** index) & 1) << BigInt(2 * index + 1);
  }
  return Number(bits);
}

function separate(bits: bigint): number {
  let value = 0;
  for (let index = 0; index < steps; index++) {
    if ((bits >> BigInt(2 * index)) & 1n) value += 2 ** index;
  }
  return value;
}
