import type { Bytes } from './bytes.js';
import { splitInlineArguments } from './inline-arguments.js';
import { PendingBytes } from './pending-bytes.js';

/** Bytes that are not a request. Redis answers the text and closes the connection. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

const longestInline = 64 * 1024;
const longestBulk = 512 * 1024 * 1024;

/** What a connection that has not authenticated yet may send. */
const unauthenticated = { arguments: 10, bulk: 16 * 1024 };

/** Turns bytes into requests, one at a time, however they were cut into chunks. */
export class RequestParser {
  private readonly pending = new PendingBytes();
  private request: Bytes[] = [];
  private missingArguments = 0;
  private bulkLength = -1;

  /** `isTrusted` is false while a password is still missing: the limits are narrow then. */
  constructor(
    private readonly isTrusted: () => boolean,
    private readonly mostArguments: number,
  ) {}

  push(chunk: Buffer): void {
    this.pending.push(chunk);
  }

  /** The next whole request; undefined when bytes are missing. An empty request is an empty array. */
  next(): Bytes[] | undefined {
    if (this.missingArguments > 0) return this.readArguments();
    if (this.pending.length === 0) return undefined;
    const whole = this.isTrusted() ? this.pending.takeRequest(this.mostArguments) : undefined;
    if (whole) return whole;
    return this.pending.firstByte() === asterisk ? this.readMultibulk() : this.readInline();
  }

  private readInline(): Bytes[] | undefined {
    const line = this.pending.takeInline();
    if (line === undefined) {
      if (this.pending.length > longestInline) throw new ProtocolError('too big inline request');
      return undefined;
    }
    const request = splitInlineArguments(line);
    if (!request) throw new ProtocolError('unbalanced quotes in request');
    return request;
  }

  private readMultibulk(): Bytes[] | undefined {
    const line = this.readLine('too big mbulk count string');
    if (line === undefined) return undefined;
    const count = parseLength(line);
    if (count === undefined || count > this.mostArguments)
      throw new ProtocolError('invalid multibulk length');
    if (count > unauthenticated.arguments && !this.isTrusted()) {
      throw new ProtocolError('unauthenticated multibulk length');
    }
    this.request = [];
    this.missingArguments = Math.max(count, 0);
    return count > 0 ? this.readArguments() : [];
  }

  private readArguments(): Bytes[] | undefined {
    while (this.missingArguments > 0) {
      if (this.bulkLength < 0 && !this.readBulkLength()) return undefined;
      const argument = this.pending.takeBulk(this.bulkLength);
      if (argument === undefined) return undefined;
      this.request.push(argument);
      this.bulkLength = -1;
      this.missingArguments--;
    }
    return this.request;
  }

  private readBulkLength(): boolean {
    const line = this.readLine('too big bulk count string');
    if (line === undefined) return false;
    if (!line.startsWith('$')) {
      throw new ProtocolError(`expected '$', got '${line.charAt(0) || '\r'}'`);
    }
    const length = parseLength(line);
    if (length === undefined || length < 0 || length > longestBulk) {
      throw new ProtocolError('invalid bulk length');
    }
    if (length > unauthenticated.bulk && !this.isTrusted()) {
      throw new ProtocolError('unauthenticated bulk length');
    }
    this.bulkLength = length;
    return true;
  }

  private readLine(tooLong: string): Bytes | undefined {
    const line = this.pending.takeLine();
    if (line === undefined && this.pending.length > longestInline) throw new ProtocolError(tooLong);
    return line;
  }
}

const asterisk = 0x2a;

function parseLength(line: Bytes): number | undefined {
  const digits = line.slice(1);
  return /^(0|-?[1-9]\d{0,15})$/.test(digits) ? Number(digits) : undefined;
}
