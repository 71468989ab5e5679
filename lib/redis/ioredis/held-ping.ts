import type { Redis } from 'ioredis';
import { streamOf, type ConnectionStream } from './connection-stream.js';
import { FlatCommand } from './flat-command.js';

/** A PING that ioredis believes to be sent, while it is held back here. */
export class HeldPing {
  /** What ioredis believes to be the reply. */
  answer: unknown;
  isAnswered = false;
  private readonly texts: (string | Buffer)[] = [];
  private isReleased = false;
  private readonly waitedBefore: number | undefined;

  constructor(private readonly redis: Redis) {
    this.waitedBefore = countWaiting(redis);
  }

  send(): void {
    const pipeline = {
      isPipeline: true,
      destination: { redis: this.redis },
      write: (text: string | Buffer): void => this.take(text),
    };
    try {
      this.redis.sendCommand(this.makePing(), pipeline as unknown as ConnectionStream);
    } catch {
      // `isHeldBack` is false then.
    }
  }

  /** Whether ioredis wrote the whole command here, at once. */
  get isHeldBack(): boolean {
    return this.texts.length === 1 && String(this.texts[0]) === wholeText;
  }

  /** Whether commands that were sent before it are not answered yet. */
  get isBehindOthers(): boolean {
    return this.waitedBefore !== undefined && this.waitedBefore > 0;
  }

  /** Whether ioredis waits for the reply to this command, and for no other. */
  get isAlone(): boolean {
    return this.waitedBefore === 0 && countWaiting(this.redis) === 1;
  }

  /** Sends it to Redis after all, also if ioredis writes it later. */
  release(): void {
    this.isReleased = true;
    for (const text of this.texts) streamOf(this.redis)?.write(text);
  }

  private makePing(): FlatCommand {
    const ping = new FlatCommand(['PING', word]);
    const { resolve } = ping;
    ping.resolve = (reply: unknown) => {
      this.isAnswered = true;
      this.answer = reply;
      resolve(reply);
    };
    // If the connection closes before the reply, others report that.
    ping.promise.catch(() => undefined);
    return ping;
  }

  private take(text: string | Buffer): void {
    if (this.isReleased) streamOf(this.redis)?.write(text);
    else this.texts.push(text);
  }
}

const word = 'redis-triggers';

const wholeText = `*2\r\n$4\r\nping\r\n$${word.length}\r\n${word}\r\n`;

/** How many commands wait for a reply; undefined if ioredis does not show it. */
function countWaiting(redis: Redis): number | undefined {
  const { commandQueue } = redis as { readonly commandQueue?: { readonly length?: unknown } };
  return typeof commandQueue?.length === 'number' ? commandQueue.length : undefined;
}
