import type { JsonObject } from './read-json-file.js';

/** The member of a name in any case: Azure reads most names so. The exact spelling counts first. */
export function member(object: JsonObject, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name];
  const spelling = Object.keys(object).find((each) => each.toLowerCase() === name.toLowerCase());
  return spelling === undefined ? undefined : object[spelling];
}

/** A member that is a word of a few, in lower case; `otherwise` where it is missing, and empty where it is no text. */
export function wordMember(object: JsonObject, name: string, otherwise: string): string {
  const value = member(object, name) ?? otherwise;
  return typeof value === 'string' ? value.trim().toLowerCase() : '';
}
