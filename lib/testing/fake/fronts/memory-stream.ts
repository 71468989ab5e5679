import { Duplex } from 'node:stream';
import { nextTick } from '../../../time/real-timers.js';
import type { ClientAddress } from '../engine/client.js';
import type { Session, Transport } from './session.js';
import type { OpenSession } from './tcp-server.js';

/**
 * The client's end of a connection within the process. What a client writes in one go is run as one batch,
 * after it: a client does not expect its reply while it still writes.
 */
export class MemoryStream extends Duplex {
  private readonly session: Session;
  private received: Buffer[] = [];

  constructor(open: OpenSession, address: ClientAddress) {
    super({ decodeStrings: true });
    const transport: Transport = {
      write: (bytes) => void this.push(bytes, 'latin1'),
      end: () => {
        this.push(null);
        this.destroy();
      },
      destroy: () => void this.destroy(),
    };
    this.session = open(transport, address);
  }

  override _read(): void {
    // Replies are pushed when they come.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (problem?: Error | null) => void): void {
    if (this.received.push(chunk) === 1) nextTick(() => this.deliver());
    done();
  }

  override _final(done: (problem?: Error | null) => void): void {
    done();
    // As a server does that reads the end of the stream.
    nextTick(() => {
      this.session.closed();
      this.push(null);
      this.destroy();
    });
  }

  override _destroy(problem: Error | null, done: (problem?: Error | null) => void): void {
    this.session.closed();
    done(problem);
  }

  private deliver(): void {
    const chunks = this.received;
    this.received = [];
    for (const chunk of chunks) this.session.receive(chunk);
  }
}
