/**
 * The fields in which the context of a trace travels with an entry, as W3C Trace Context names them. Fixed, and not known by
 * whoever reads traces: a strict payload type would refuse them from the day on which a producer is traced, and it
 * must not matter whether the consumer is.
 */
const contextFields = ['traceparent', 'tracestate'];

/** The fields of a stream entry that are its content: all but those in which the context of a trace travels. */
export function contentFields<Field extends readonly [name: Buffer, value: Buffer]>(
  fields: readonly Field[],
): readonly Field[] {
  return fields.some(isContext) ? fields.filter((field) => !isContext(field)) : fields;
}

function isContext([name]: readonly [name: Buffer, value: Buffer]): boolean {
  // By its first letter and its length first: every field of every entry is asked.
  if (name[0] !== letterT || (name.length !== 11 && name.length !== 10)) return false;
  return contextFields.includes(name.toString('latin1'));
}

const letterT = 0x74;
