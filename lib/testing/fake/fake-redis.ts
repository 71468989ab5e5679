import { Redis, type RedisOptions } from 'ioredis';
import { systemTime } from './clock/system-time.js';
import type { FakeClock } from './clock/fake-clock.js';
import { VirtualClock } from './clock/virtual-clock.js';
import { commandTable } from './commands/all-commands.js';
import { Dispatcher } from './commands/dispatcher.js';
import type { ClientAddress } from './engine/client.js';
import { Engine } from './engine/engine.js';
import { Faults } from './faults/faults.js';
import { memoryConnector } from './fronts/memory-connector.js';
import { Session, type Transport } from './fronts/session.js';
import { listenTcp, type TcpFront } from './fronts/tcp-server.js';
import { toBytes } from './resp/bytes.js';
import { Scripts } from './scripts/scripts.js';
import { twins } from './twins/twins.js';
import type { RedisVersion } from './versions.js';

export interface FakeRedisOptions {
  /** Which Redis it is: its commands, arguments and error texts. 7.0 unless told. */
  readonly version?: RedisVersion;
  /** `system` (unless told): the machine's time. `virtual`: time that `clock.advance` moves; or a clock to share. */
  readonly clock?: 'system' | 'virtual' | VirtualClock;
  /** How many databases there are; 16 unless told. */
  readonly databases?: number;
  /** What clients have to give to AUTH; none unless told. */
  readonly password?: string;
}

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** The time of a fake: always readable; it moves on request if it is virtual. */
export interface FakeRedisClock {
  now(): number;
  /** Moves a virtual clock on, and does in order what falls due. */
  advance(byInMs: number): Promise<void>;
  /** Sets a virtual clock. */
  setTime(time: number): Promise<void>;
}

/**
 * A Redis server within this process, for tests and for development. Clients come without a socket
 * (`createClient`, `connectionOptions`) or over TCP (`listen`). It keeps nothing when it is closed.
 */
export class FakeRedis implements AsyncDisposable {
  /** The time that expiry, blocking, idle times and stream ids go by. */
  readonly clock: FakeRedisClock;
  /** Makes things go wrong. */
  readonly faults: Faults;
  /** Scripts that EVAL and EVALSHA run, each as a function. */
  readonly scripts = new Scripts();
  private readonly engine: Engine;
  private readonly fronts = new Set<TcpFront>();
  private readonly created = new Set<Redis>();
  private readonly openSession: (transport: Transport, address: ClientAddress) => Session;
  private isClosed = false;

  constructor({ version = '7.0', clock = 'system', databases = 16, password }: FakeRedisOptions = {}) {
    for (const [script, twin] of twins) this.scripts.register(script.text, twin);
    const time = timeOf(clock);
    this.clock = clockOf(time);
    this.engine = new Engine({
      version,
      clock: time,
      databases,
      password: password === undefined ? undefined : toBytes(password),
      scripts: this.scripts,
      commands: commandTable(version),
    });
    this.faults = new Faults(this.engine.clients);
    const dispatcher = new Dispatcher(this.engine);
    this.openSession = (transport, address) =>
      new Session(this.engine, dispatcher, this.faults, transport, address);
  }

  /** Listens on this port (0: a free one), on the loopback interface unless told. */
  async listen(port = 0, host = '127.0.0.1'): Promise<ListenAddress> {
    this.assertOpen();
    const front = await listenTcp(this.openSession, this.faults, port, host);
    this.fronts.add(front);
    return { host: front.host, port: front.port };
  }

  /** Lets the process end although the fake still listens, once no client is connected. */
  unref(): void {
    for (const front of this.fronts) front.unref();
  }

  /** Options with which an ioredis client talks to this fake, without a socket. */
  connectionOptions(): RedisOptions {
    return { Connector: memoryConnector(this.openSession, this.engine.clients, this.faults) };
  }

  /** An ioredis client of this fake; `close()` disconnects it. */
  createClient(options: RedisOptions = {}): Redis {
    this.assertOpen();
    const client = new Redis({ ...options, ...this.connectionOptions() });
    this.created.add(client);
    client.once('end', () => this.created.delete(client));
    return client;
  }

  /** Closes every connection, and forgets all keys unless they are kept. The settings stay. */
  restart({ keepData }: { readonly keepData: boolean }): void {
    this.faults.drop();
    if (!keepData) this.engine.flush();
    this.engine.scripts.forgetAll();
  }

  /** Stops answering, as a process does at SIGSTOP: what arrives waits for `thaw`. */
  freeze(): void {
    this.engine.turns.freeze();
  }

  /** Goes on where `freeze` stopped it. */
  thaw(): void {
    this.engine.turns.thaw();
  }

  /** Empties every database. */
  flush(): void {
    this.engine.flush();
  }

  /** Closes every connection, every port and every timer. Nothing is left open. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const client of this.created) client.disconnect();
    this.faults.clear();
    this.faults.refusing = true;
    this.faults.drop();
    this.engine.stop();
    await Promise.all([...this.fronts].map((front) => front.close()));
    this.fronts.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private assertOpen(): void {
    if (this.isClosed) throw new Error('This FakeRedis is closed');
  }
}

function timeOf(clock: NonNullable<FakeRedisOptions['clock']>): FakeClock {
  if (clock === 'system') return systemTime;
  return clock === 'virtual' ? new VirtualClock() : clock;
}

function clockOf(time: FakeClock): FakeRedisClock {
  if (time instanceof VirtualClock) return time;
  const refuse = (): Promise<never> =>
    Promise.reject(
      new Error("The time of this FakeRedis is the system's; use { clock: 'virtual' } to move it"),
    );
  return { now: () => time.now(), advance: refuse, setTime: refuse };
}
