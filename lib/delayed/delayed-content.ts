/** What is sent when it is due, and how. */
export type DelayedContent =
  | {
      readonly kind: 'list';
      /** The end of the list that it is pushed to. */
      readonly end: 'left' | 'right';
      readonly body: string | Buffer;
    }
  | {
      readonly kind: 'stream';
      /** Names and values in turn. */
      readonly fields: readonly (string | Buffer)[];
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
