/** A reply as it came: RESP's types stay visible, so that `+OK` is not `$2 OK`. */
export type RawReply =
  | { readonly sign: '+' | '-' | ':' | ',' | '#' | '_' | '$' | '=' | '('; readonly text: string | null }
  | { readonly sign: '*' | '%' | '~' | '>'; readonly items: readonly RawReply[] | null };

/** Decodes replies out of bytes that arrive in pieces. */
export class RawReplyDecoder {
  private text = '';

  push(chunk: Buffer): void {
    this.text += chunk.toString('latin1');
  }

  /** The next whole reply; undefined when bytes are missing. */
  next(): RawReply | undefined {
    const decoded = decode(this.text, 0);
    if (!decoded) return undefined;
    this.text = this.text.slice(decoded.end);
    return decoded.reply;
  }
}

interface Decoded {
  readonly reply: RawReply;
  readonly end: number;
}

function decode(text: string, start: number): Decoded | undefined {
  const lineEnd = text.indexOf('\r\n', start);
  if (lineEnd < 0) return undefined;
  const sign = text.charAt(start);
  const line = text.slice(start + 1, lineEnd);
  const end = lineEnd + 2;
  if ('*%~>'.includes(sign)) return decodeItems(text, sign as '*', Number(line), end);
  if (sign !== '$' && sign !== '=') return { reply: { sign: sign as '+', text: line }, end };
  const length = Number(line);
  if (length < 0) return { reply: { sign, text: null }, end };
  if (text.length < end + length + 2) return undefined;
  return { reply: { sign, text: text.slice(end, end + length) }, end: end + length + 2 };
}

function decodeItems(
  text: string,
  sign: '*' | '%' | '~' | '>',
  count: number,
  start: number,
): Decoded | undefined {
  if (count < 0) return { reply: { sign, items: null }, end: start };
  const items: RawReply[] = [];
  let end = start;
  for (let left = sign === '%' ? count * 2 : count; left > 0; left--) {
    const item = decode(text, end);
    if (!item) return undefined;
    items.push(item.reply);
    end = item.end;
  }
  return { reply: { sign, items }, end };
}

/** One line for each reply, to be compared and read. */
export function showReply(reply: RawReply): string {
  if ('items' in reply)
    return reply.items ? `${reply.sign}[${reply.items.map(showReply).join(' ')}]` : `${reply.sign}nil`;
  return reply.text === null ? `${reply.sign}nil` : `${reply.sign}${JSON.stringify(reply.text)}`;
}

/** The types of a reply without its content. */
export function showShape(reply: RawReply): string {
  if ('items' in reply)
    return reply.items ? `${reply.sign}[${reply.items.map(showShape).join(' ')}]` : `${reply.sign}nil`;
  return reply.sign;
}

/** The reply with its items in order of their text, for what comes in any order. */
export function showSorted(reply: RawReply): string {
  if (!('items' in reply) || !reply.items) return showReply(reply);
  return `${reply.sign}[${reply.items.map(showSorted).sort().join(' ')}]`;
}
