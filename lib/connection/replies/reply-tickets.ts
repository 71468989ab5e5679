import { decodeReply, type RawReply } from './raw-reply.js';
import type { ReplyPicker } from './reply-sieve.js';
import { respType } from './resp-cursor.js';

/**
 * What stands for a reply: a big number, which ioredis hands on as a string, as it does no other reply in bytes. So
 * many may be on their way through ioredis at once, which are none but those of one chunk.
 */
const tickets = Array.from({ length: 1024 }, (_, index) => {
  const name = String(index);
  return { name, bytes: Buffer.from(`(${name}\r\n`) };
});

/**
 * Spares ioredis the decoding of larger arrays and maps, which takes a third of all time when a backlog is read: in
 * place of one it gets a ticket, and whoever sent the command gets the reply for it.
 */
export class ReplyTickets {
  private readonly replies = new Map<string, RawReply>();
  private nextTicket = 0;
  private suspensions = 0;

  constructor(
    /** With fewer values in a reply, to decode it costs ioredis no more than a ticket does. */
    private readonly fewestValues = 20,
  ) {}

  readonly pick: ReplyPicker = (reply) => {
    const { type, isPlain, values } = reply;
    if (this.suspensions > 0 || !isPlain || values < this.fewestValues) return undefined;
    return type === respType.array || type === respType.map ? this.ticketFor(reply) : undefined;
  };

  /** What a ticket stands for, decoded or as it came; everything else is the reply itself. */
  replyOf(answer: unknown, isLeftRaw: boolean): unknown {
    if (typeof answer !== 'string') return answer;
    const reply = this.replies.get(answer);
    this.replies.delete(answer);
    if (!reply) return answer;
    return isLeftRaw ? reply : decodeReply(reply);
  }

  /** Until `resume`, ioredis decodes all replies. */
  suspend(): void {
    this.suspensions += 1;
  }

  resume(): void {
    this.suspensions -= 1;
  }

  private ticketFor(reply: RawReply): Buffer {
    const ticket = tickets[this.nextTicket] as (typeof tickets)[number];
    this.nextTicket = (this.nextTicket + 1) % tickets.length;
    this.replies.set(ticket.name, reply);
    return ticket.bytes;
  }
}
