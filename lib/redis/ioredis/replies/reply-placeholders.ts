import { decodeReply, type RawReply } from './raw-reply.js';
import type { ReplyPicker } from './reply-interceptor.js';
import { respType } from './resp-cursor.js';

/**
 * Keeps arrays and maps from being decoded by ioredis, which takes a third of the time when a backlog is read: ioredis
 * gets a placeholder for each, and whoever sent the command gets the reply for it.
 */
export class ReplyPlaceholders {
  /** What each placeholder stands for, by its number. */
  private readonly replies: (RawReply | undefined)[] = [];
  private nextPlaceholder = 0;
  /**
   * How many were not exchanged for their reply. One for a command that ioredis gave up never is, until its number is
   * reused.
   */
  private outstanding = 0;

  constructor(
    /** A reply of fewer values takes ioredis no longer to decode than a placeholder. */
    private readonly fewestValues = 5,
  ) {}

  readonly pick: ReplyPicker = (reply) => {
    const { type, isPlain, values } = reply;
    if (!isPlain || values < this.fewestValues) return undefined;
    return type === respType.array || type === respType.map ? this.placeholderFor(reply) : undefined;
  };

  /** What a placeholder stands for, decoded or as it came; any other answer is the reply itself. */
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

  private placeholderFor(reply: RawReply): Buffer {
    const number = this.nextPlaceholder;
    this.nextPlaceholder = (number + 1) % mostPlaceholders;
    if (!this.replies[number]) this.outstanding += 1;
    this.replies[number] = reply;
    return (placeholders[number] ??= Buffer.from(`(${number}\r\n`));
  }
}

/** How many replies may be on their way through ioredis at once: more than fit into one chunk. */
const mostPlaceholders = 4096;

/** What ioredis gets, by number: a big number, because of all replies it hands on only those as strings. */
const placeholders: Buffer[] = [];
