import type { Dispatcher } from '../commands/dispatcher.js';
import { Client, type ClientAddress, type ClientOutlet } from '../engine/client.js';
import type { Engine } from '../engine/engine.js';
import type { TurnMember } from '../engine/turns.js';
import type { CommandFault, Faults } from '../faults/faults.js';
import { toBytes, type Bytes } from '../resp/bytes.js';
import { error, isPush, type Reply } from '../resp/reply.js';
import { encodeReply, type Protocol } from '../resp/reply-encoder.js';
import { ProtocolError, RequestParser } from '../resp/request-parser.js';
import type { VersionNumber } from '../versions.js';
import { attackText, isCrossProtocol } from './cross-protocol.js';
import { deniedText, isDenied } from './protected-mode.js';

/** Where a session's bytes go. */
export interface Transport {
  /** Bytes, as a byte string. */
  write(bytes: Bytes): void;
  /** Closes when everything has been written. */
  end(): void;
  /** Closes now. */
  destroy(): void;
}

/** Output is turned into a buffer in pieces of about this size: a string cannot grow without bound. */
const pieceLength = 1 << 20;

/** One connection: bytes in, requests run, bytes out, with the faults that were asked for. */
export class Session implements ClientOutlet, TurnMember {
  readonly client: Client;
  private readonly parser: RequestParser;
  private output = '';
  private isHeld = false;
  private isDeaf = false;
  private isClosed = false;
  private isEnding = false;
  private endsAfterReply = false;
  private losesNextReply = false;
  private waiting: Bytes[] | undefined;
  private isRunning = false;
  private readonly laterMessages: Reply[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly dispatcher: Dispatcher,
    private readonly faults: Faults,
    private readonly transport: Transport,
    address: ClientAddress,
  ) {
    this.client = new Client(engine.clients.nextId(), address, engine.clock.now(), this);
    this.client.user = engine.users.forNewClient();
    this.parser = new RequestParser(() => this.client.user !== undefined, mostArguments(engine.version));
    engine.clients.add(this.client);
    if (isDenied(engine, address)) this.deny();
  }

  /** Bytes have arrived. */
  receive(chunk: Buffer): void {
    this.isDeaf ||= this.faults.halfOpen;
    if (this.isDeaf || this.isClosed) return;
    this.parser.push(chunk);
    this.engine.turns.resume(this);
  }

  /** The other side has closed, or the transport broke. */
  closed(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.engine.forget(this.client);
  }

  send(reply: Reply, protocol: Protocol): void {
    if (this.isClosed || this.isEnding) return;
    // Since 7.2 what a command publishes to its own connection comes behind its reply.
    if (this.isRunning && isPush(reply) && this.engine.version >= 7.2) {
      this.laterMessages.push(reply);
      return;
    }
    if (this.losesNextReply && !isPush(reply)) {
      this.close('flushed');
      return;
    }
    this.output += encodeReply(reply, protocol);
    if (this.output.length > pieceLength) this.write();
    this.engine.turns.hasOutput(this);
  }

  resume(): void {
    this.engine.turns.resume(this);
  }

  close(when: 'now' | 'flushed'): void {
    if (this.isClosed) return;
    if (when === 'flushed') {
      // Who kills itself still gets the reply.
      if (this.isRunning) {
        this.endsAfterReply = true;
        return;
      }
      this.isEnding = true;
      this.engine.turns.hasOutput(this);
      return;
    }
    this.closed();
    this.transport.destroy();
  }

  proceed(): void {
    try {
      while (!this.isStopped()) {
        const request = this.waiting ?? this.parser.next();
        this.waiting = undefined;
        if (!request) return;
        if (request.length > 0) this.execute(request);
      }
    } catch (problem) {
      if (!(problem instanceof ProtocolError)) throw problem;
      this.send(error(`ERR Protocol error: ${toBytes(problem.message)}`), this.client.protocol);
      this.close('flushed');
    }
  }

  flush(): void {
    if (this.isClosed) return;
    this.write();
    if (!this.isEnding) return;
    this.closed();
    this.transport.end();
  }

  private isStopped(): boolean {
    return this.isClosed || this.isEnding || this.isHeld || this.client.isBlocked || this.engine.turns.frozen;
  }

  private write(): void {
    const { output } = this;
    this.output = '';
    if (output !== '' && !this.isDeaf) this.transport.write(output);
  }

  private deny(): void {
    this.send(error(deniedText), this.client.protocol);
    this.close('flushed');
  }

  private execute(request: Bytes[]): void {
    const { client, engine } = this;
    if (isCrossProtocol(request)) {
      engine.log.warn(attackText);
      // Not even what went before it is answered.
      this.close('now');
      return;
    }
    if (engine.pause.holds(() => this.dispatcher.mayWrite(client, request))) {
      this.waiting = request;
      this.isHeld = true;
      engine.pause.add(client, () => this.release());
      return;
    }
    const preparing = engine.scripts.prepare(request);
    if (preparing) {
      this.waiting = request;
      this.isHeld = true;
      void preparing.then(() => this.release());
      return;
    }
    const fault = this.faults.take(request, client);
    if (fault?.drop === 'before') {
      this.close('flushed');
      return;
    }
    this.isRunning = true;
    const reply = fault?.error === undefined ? this.dispatcher.dispatch(client, request) : error(fault.error);
    this.isRunning = false;
    this.answer(reply, fault);
    for (const message of this.laterMessages.splice(0)) client.send(message);
    engine.tracking.deliver();
    if (this.endsAfterReply) this.close('flushed');
    if (client.replies === 'skip') client.replies = 'on';
    else if (client.replies === 'skip-next') client.replies = 'skip';
  }

  private answer(reply: Reply, fault: CommandFault | undefined): void {
    if (fault?.drop === 'after') {
      // A command that is blocked loses its reply when it comes.
      if (this.client.isBlocked) this.losesNextReply = true;
      else this.close('flushed');
    } else if (fault?.delayInMs !== undefined) {
      this.isHeld = true;
      const send = (): void => {
        this.client.send(reply);
        this.release();
      };
      this.engine.at(this.engine.clock.now() + fault.delayInMs, send, { keepsProcessAlive: true });
    } else {
      this.client.send(reply);
      if (fault?.drop === 'after-reply') this.close('flushed');
    }
  }

  private release(): void {
    this.isHeld = false;
    this.resume();
  }
}

/** How many arguments a request may have: a million before 7.0. */
function mostArguments(version: VersionNumber): number {
  return version >= 7 ? 2 ** 31 - 1 : 1024 * 1024;
}
