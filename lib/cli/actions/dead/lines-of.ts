const lineFeed = 0x0a;

/**
 * The lines of a stream as bytes, without their ends. `node:readline` would decode them, and would also divide them at
 * U+2028, which may stand inside a JSON string.
 */
export async function* linesOf(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer, void, undefined> {
  let begun: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, end)]);
      begun = [];
      from = end + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}
