import { decodeReply, RawReply } from '../../redis/ioredis/replies/raw-reply.js';
import { respType, type RespCursor } from '../../redis/ioredis/replies/resp-cursor.js';

/** One line of XPENDING: an entry that some consumer has not acknowledged. */
export interface PendingLine {
  readonly id: string;
  readonly consumer: string;
  /** How long ago it was delivered, or its holder last said that it has it. */
  readonly idleInMs: number;
  readonly deliveryCount: number;
}

/** Reads the lines of XPENDING. */
export function readPendingLines(reply: unknown): PendingLine[] {
  if (reply instanceof RawReply) return readRaw(reply.cursor) ?? readDecoded(decodeReply(reply));
  return readDecoded(reply);
}

function readDecoded(reply: unknown): PendingLine[] {
  return (reply as [Buffer, Buffer, number, number][]).map(([id, holder, idleInMs, deliveryCount]) => ({
    id: id.toString(),
    consumer: holder.toString(),
    idleInMs,
    deliveryCount,
  }));
}

/** Makes no Buffer for a text, and no new string for a consumer that the line before has as well. */
function readRaw(cursor: RespCursor): PendingLine[] | undefined {
  const lines: PendingLine[] = [];
  let consumer = '';
  let holder: Buffer | undefined;
  for (let count = cursor.readNumber(); count > 0; count--) {
    if (!cursor.isAt(respType.array) || cursor.readNumber() !== 4) return undefined;
    const id = cursor.readAscii();
    if (!holder || !cursor.skipIfEqual(holder)) {
      holder = cursor.readBytes();
      consumer = holder.toString();
    }
    const idleInMs = cursor.readNumber();
    lines.push({ id, consumer, idleInMs, deliveryCount: cursor.readNumber() });
  }
  return lines;
}
