import { decodeReply, type RawReply } from './raw-reply.js';
import type { ReplyPicker } from './reply-interceptor.js';
import { respType } from './resp-cursor.js';

/** So many replies may be on their way through ioredis at once: more than one chunk can hold. */
const mostTickets = 4096;

/** What ioredis gets, by number: a big number, which it hands on as a string, as it does no other reply in bytes. */
const placeholders: Buffer[] = [];

/**
 * Spares ioredis the decoding of arrays and maps, which takes a third of all time when a backlog is read: in place of
 * one it gets a ticket, and whoever sent the command gets the reply for it.
 */
export class ReplyPlaceholders {
  /** What each ticket stands for, by its number. */
  private readonly replies: (RawReply | undefined)[] = [];
  private nextPlaceholder = 0;
  /** How many were not handed in: for a command that ioredis gave up, one never is, and is used again in its turn. */
  private outstanding = 0;
  private suspensions = 0;

  constructor(
    /** With fewer values in a reply, to decode it costs ioredis no more than a ticket does. */
    private readonly fewestValues = 5,
  ) {}

  readonly pick: ReplyPicker = (reply) => {
    const { type, isPlain, values } = reply;
    if (this.suspensions > 0 || !isPlain || values < this.fewestValues) return undefined;
    return type === respType.array || type === respType.map ? this.placeholderFor(reply) : undefined;
  };

  /** What a ticket stands for, decoded or as it came; everything else is the reply itself. */
  replyOf(answer: unknown, isLeftRaw: boolean): unknown {
    if (typeof answer !== 'string') return answer;
    const number = Number(answer);
    const reply = this.replies[number];
    if (!reply) return answer;
    this.replies[number] = undefined;
    this.outstanding -= 1;
    if (this.outstanding === 0) this.nextPlaceholder = 0;
    return isLeftRaw ? reply : decodeReply(reply);
  }

  /** Until `resume`, ioredis decodes all replies. */
  suspend(): void {
    this.suspensions += 1;
  }

  resume(): void {
    this.suspensions -= 1;
  }

  private placeholderFor(reply: RawReply): Buffer {
    const number = this.nextPlaceholder;
    this.nextPlaceholder = (number + 1) % mostTickets;
    if (!this.replies[number]) this.outstanding += 1;
    this.replies[number] = reply;
    return (placeholders[number] ??= Buffer.from(`(${number}\r\n`));
  }
}
