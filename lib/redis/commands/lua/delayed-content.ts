/** What is sent when it is due, and how. */
export type DelayedContent = ContentOf<string | Buffer>;

/** The same, its texts as strings or as bytes. */
type ContentOf<Text> =
  | {
      readonly kind: 'list';
      /** The end of the list that it is pushed to. */
      readonly end: 'left' | 'right';
      readonly body: Text;
    }
  | {
      readonly kind: 'stream';
      /** Names and values in turn. */
      readonly fields: readonly Text[];
      /** About how many entries the stream keeps (MAXLEN ~). */
      readonly maxLength?: number | undefined;
    };

/**
 * The message as the script `move-due` reads it, byte for byte: `R<body>` or `L<body>` for RPUSH and LPUSH, and
 * `X<max length>,` for XADD, followed by `<length>:<bytes>` for each name and value.
 */
export function writeContent(content: DelayedContent): Buffer {
  if (content.kind === 'list') {
    return Buffer.concat([Buffer.from(content.end === 'left' ? 'L' : 'R'), Buffer.from(content.body)]);
  }
  const words = content.fields.flatMap((each) => {
    const bytes = Buffer.from(each);
    return [Buffer.from(`${bytes.length}:`), bytes];
  });
  return Buffer.concat([Buffer.from(`X${content.maxLength ?? ''},`), ...words]);
}

/** What was written, as the script reads it; undefined for what this has not written. */
export function readContent(written: Buffer): ContentOf<Buffer> | undefined {
  const [head = '', letter, maxLength = ''] = /^(?:([LR])|X(\d*),)/.exec(written.toString('latin1')) ?? [];
  if (head === '') return undefined;
  const rest = written.subarray(head.length);
  if (letter !== undefined) return { kind: 'list', end: letter === 'L' ? 'left' : 'right', body: rest };
  const fields = readFields(rest);
  if (!fields || fields.length === 0 || fields.length % 2 !== 0) return undefined;
  return { kind: 'stream', fields, ...(maxLength !== '' && { maxLength: Number(maxLength) }) };
}

function readFields(rest: Buffer): Buffer[] | undefined {
  const fields: Buffer[] = [];
  for (let at = 0; at < rest.length;) {
    const [prefix, length] = /^(\d+):/.exec(rest.subarray(at, at + 20).toString('latin1')) ?? [];
    if (prefix === undefined) return undefined;
    const start = at + prefix.length;
    at = start + Number(length);
    if (at > rest.length) return undefined;
    fields.push(rest.subarray(start, at));
  }
  return fields;
}
