import { createHash } from 'node:crypto';
import type { ScriptTools } from '../scripts/scripts.js';

type Call = ScriptTools['call'];

/** A text of a hash, or undefined where there is none. */
export function textOf(call: Call, key: Buffer | string, field: string): string | undefined {
  const value = call('HGET', key, field);
  return Buffer.isBuffer(value) ? value.toString() : undefined;
}

export function fieldsOf(call: Call, key: Buffer | string): string[] {
  return (call('HKEYS', key) as Buffer[]).map((field) => field.toString('latin1'));
}

export const words = (text: string | undefined): string[] => text?.match(/\S+/g) ?? [];

export const sha1 = (body: Buffer): string => createHash('sha1').update(body).digest('hex');

/** Of `<id>/<first id>/<deaths>`, or of `<first id>/<deaths>`. */
export function historyOf(id: string): { readonly root: string; readonly deaths: number } | undefined {
  const [, root, deaths] = /(?:^|\/)([^/]+)\/(\d+)$/.exec(id) ?? [];
  return root === undefined ? undefined : { root, deaths: Number(deaths) };
}

/** Counts fields of what was given back as one fewer. */
export function dropBacks(call: Call, held: Buffer | string, count: number): void {
  if (count > 0 && Number(call('HINCRBY', held, 'backs', -count)) <= 0) call('HDEL', held, 'backs');
}
