import type { Duplex } from 'node:stream';
import { RawReplyDecoder, type RawReply } from './raw-reply.js';

/** A connection without a client library: requests go out and replies come in as they are. */
export class RawClient {
  private readonly decoder = new RawReplyDecoder();
  private readonly replies: RawReply[] = [];
  private readonly readers: ((reply: RawReply) => void)[] = [];
  private isClosed = false;

  constructor(private readonly stream: Duplex) {
    stream.on('data', (chunk: Buffer) => {
      this.decoder.push(chunk);
      for (let reply = this.decoder.next(); reply; reply = this.decoder.next()) this.deliver(reply);
    });
    stream.on('error', () => undefined);
    stream.on('close', () => {
      this.isClosed = true;
      for (const read of this.readers.splice(0)) read(closedReply);
    });
  }

  /** Sends a request; the arguments are byte strings (latin1). */
  send(args: readonly string[]): void {
    const request = args.map((argument) => `$${argument.length}\r\n${argument}\r\n`).join('');
    this.write(Buffer.from(`*${args.length}\r\n${request}`, 'latin1'));
  }

  write(bytes: Buffer): void {
    if (!this.isClosed) this.stream.write(bytes);
  }

  /** The next reply or message; when the connection is closed, a reply that says so. */
  read(): Promise<RawReply> {
    const reply = this.replies.shift() ?? (this.isClosed ? closedReply : undefined);
    return reply ? Promise.resolve(reply) : new Promise((resolve) => this.readers.push(resolve));
  }

  async call(...args: readonly string[]): Promise<RawReply> {
    this.send(args);
    return this.read();
  }

  close(): void {
    this.stream.destroy();
  }

  private deliver(reply: RawReply): void {
    const read = this.readers.shift();
    if (read) read(reply);
    else this.replies.push(reply);
  }
}

/** What is read from a connection that is closed. */
export const closedReply: RawReply = { sign: '-', text: '(connection closed)' };
