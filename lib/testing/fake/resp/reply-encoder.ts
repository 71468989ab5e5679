import type { Bytes } from './bytes.js';
import type { Reply, TaggedReply } from './reply.js';

/** The RESP version of a connection; HELLO changes it. */
export type Protocol = 2 | 3;

/** The bytes of a reply on the wire. */
export function encodeReply(reply: Reply, protocol: Protocol): Bytes {
  if (typeof reply === 'string') return `$${reply.length}\r\n${reply}\r\n`;
  if (typeof reply === 'number' || typeof reply === 'bigint') return `:${reply}\r\n`;
  if (reply === null) return protocol === 3 ? '_\r\n' : '$-1\r\n';
  if (isArray(reply)) return encodeItems('*', reply, protocol);
  return encodeTagged(reply, protocol);
}

function encodeTagged(reply: TaggedReply, protocol: Protocol): Bytes {
  switch (reply.kind) {
    case 'simple':
      return `+${reply.text}\r\n`;
    case 'error':
      return `-${oneLine(reply.text)}\r\n`;
    case 'null-array':
      return protocol === 3 ? '_\r\n' : '*-1\r\n';
    case 'map':
      return protocol === 3
        ? encodeItems('%', reply.entries.flat(), protocol, reply.entries.length)
        : encodeItems('*', reply.entries.flat(), protocol);
    case 'set':
      return encodeItems(protocol === 3 ? '~' : '*', reply.members, protocol);
    case 'push':
      return encodeItems(protocol === 3 ? '>' : '*', reply.items, protocol);
    case 'double':
      return protocol === 3 ? `,${reply.text}\r\n` : encodeReply(reply.text, protocol);
    case 'big-number':
      return protocol === 3 ? `(${reply.text}\r\n` : encodeReply(reply.text, protocol);
    case 'boolean':
      return protocol === 3 ? `#${reply.value ? 't' : 'f'}\r\n` : `:${reply.value ? 1 : 0}\r\n`;
    case 'verbatim':
      return protocol === 3
        ? `=${reply.text.length + 4}\r\ntxt:${reply.text}\r\n`
        : encodeReply(reply.text, protocol);
    case 'several':
      return reply.replies.map((one) => encodeReply(one, protocol)).join('');
    case 'none':
      return '';
  }
}

function encodeItems(sign: string, items: readonly Reply[], protocol: Protocol, count = items.length): Bytes {
  let text = `${sign}${count}\r\n`;
  for (const item of items) text += encodeReply(item, protocol);
  return text;
}

/** An error is one line: Redis puts a space where the text has a line break. */
function oneLine(text: Bytes): Bytes {
  return /[\r\n]/.test(text) ? text.replace(/[\r\n]/g, ' ') : text;
}

function isArray(reply: Reply): reply is readonly Reply[] {
  return Array.isArray(reply);
}
