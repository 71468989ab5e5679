import { RawReply } from './raw-reply.js';
import { ReplyScanner } from './reply-scanner.js';
import { respType } from './resp-cursor.js';

/**
 * Stands before the decoder of ioredis and lets a picker take replies out of the bytes. ioredis gets everything else as
 * it came, in the same order, also what is not in the protocol of Redis.
 */
export class ReplyInterceptor {
  /** Set while a reply has not come to its end. */
  private scanner?: ReplyScanner | undefined;
  /** The parts that have come; undefined if ioredis got them, and gets the rest as well. */
  private kept?: Buffer[] | undefined;
  private keptBytes = 0;

  constructor(
    private readonly pick: ReplyPicker,
    private readonly forward: (bytes: Buffer) => void,
  ) {}

  /** Whether a reply has begun to come, and has not come to its end. */
  get isMidReply(): boolean {
    return this.scanner !== undefined;
  }

  /** Takes the bytes of the connection as they come, from the first byte of a reply on. */
  write(chunk: Buffer): void {
    const { scanner } = this;
    if (!scanner) {
      this.takeFrom(chunk, 0);
      return;
    }
    const end = scanner.scan(chunk, 0);
    if (end === undefined) {
      this.continue(chunk);
      return;
    }
    this.scanner = undefined;
    this.finish(chunk.subarray(0, end), scanner);
    this.takeFrom(chunk, end);
  }

  /** Takes the replies that begin in a chunk; ioredis gets its share in as few pieces as possible. */
  private takeFrom(chunk: Buffer, start: number): void {
    let plainFrom = start;
    let at = start;
    while (at < chunk.length) {
      const scanner = new ReplyScanner();
      const end = scanner.scan(chunk, at);
      if (end === undefined) {
        this.forwardSome(chunk, plainFrom, at);
        this.scanner = scanner;
        this.begin(chunk.subarray(at));
        return;
      }
      if (hasInside(chunk[at])) {
        // The order must stay: ioredis first gets what came before it.
        this.forwardSome(chunk, plainFrom, at);
        plainFrom = at;
        const instead = this.pick(new RawReply(chunk, at, scanner.isPlain, scanner.values));
        if (instead) {
          this.forwardSome(instead, 0, instead.length);
          plainFrom = end;
        }
      }
      at = end;
    }
    this.forwardSome(chunk, plainFrom, at);
  }

  /** The first part of a reply, which is kept if the picker may want the whole. */
  private begin(part: Buffer): void {
    this.keptBytes = 0;
    this.kept = hasInside(part[0]) ? [] : undefined;
    this.continue(part);
  }

  /** A further part. */
  private continue(part: Buffer): void {
    const { kept } = this;
    this.keptBytes += part.length;
    if (kept && this.keptBytes <= mostKept) {
      kept.push(part);
      return;
    }
    this.kept = undefined;
    for (const each of kept ?? []) this.forward(each);
    this.forward(part);
  }

  /** The last part. */
  private finish(part: Buffer, { isPlain, values }: ReplyScanner): void {
    const { kept } = this;
    this.kept = undefined;
    if (!kept) {
      this.forward(part);
      return;
    }
    const whole = Buffer.concat([...kept, part]);
    const forwarded = this.pick(new RawReply(whole, 0, isPlain, values)) ?? whole;
    this.forwardSome(forwarded, 0, forwarded.length);
  }

  private forwardSome(chunk: Buffer, from: number, to: number): void {
    if (to > from) this.forward(from === 0 && to === chunk.length ? chunk : chunk.subarray(from, to));
  }
}

/** A larger reply is not kept until it is whole, because it would be in memory twice. */
const mostKept = 256 * 1024;

/**
 * Looks at an array, a map or a push. Returns what ioredis gets in its place; undefined: the reply as it came.
 */
export type ReplyPicker = (reply: RawReply) => Buffer | undefined;

const hasInside = (type: number | undefined): boolean =>
  type === respType.array || type === respType.map || type === respType.push;
