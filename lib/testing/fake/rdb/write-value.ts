import type { Bytes } from '../resp/bytes.js';
import type { HashValue, Value } from '../engine/values.js';
import type { VersionNumber } from '../versions.js';
import { RdbWriter } from './rdb-writer.js';
import { rdbTypes } from './types.js';
import { writeStream } from './write-stream.js';

/** A value in the RDB format, in the forms that are as old as the format and that every version reads. */
export function serializedValue(value: Value, version: VersionNumber): Bytes {
  const writer = new RdbWriter();
  switch (value.type) {
    case 'string':
      writer.byte(rdbTypes.string).string(value.bytes);
      break;
    case 'list':
      writeStrings(writer.byte(rdbTypes.list), value.slice());
      break;
    case 'set':
      writeStrings(writer.byte(rdbTypes.set), [...value.members]);
      break;
    case 'hash':
      writeHash(writer, value);
      break;
    case 'zset':
      writer.byte(rdbTypes.zset).length(value.length);
      // The greatest first, as Redis does it.
      for (const { member, score } of [...value.members].reverse()) writer.string(member).double(score);
      break;
    case 'stream':
      writeStream(writer, value, version);
  }
  return writer.bytes;
}

function writeStrings(writer: RdbWriter, elements: readonly Bytes[]): void {
  writer.length(elements.length);
  for (const element of elements) writer.string(element);
}

function writeHash(writer: RdbWriter, { fields, expiries }: HashValue): void {
  const earliest = expiries && expiries.size > 0 ? Math.min(...expiries.values()) : undefined;
  if (earliest === undefined) writer.byte(rdbTypes.hash);
  else writer.byte(rdbTypes.expiringHash).time(earliest);
  writer.length(fields.size);
  for (const [field, text] of fields) {
    if (earliest !== undefined) {
      const expiry = expiries?.get(field);
      // Zero is for a field that lasts.
      writer.length(expiry === undefined ? 0 : expiry - earliest + 1);
    }
    writer.string(field).string(text);
  }
}
