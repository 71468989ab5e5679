import { Redis, type RedisOptions } from 'ioredis';
import { systemTime } from './clock/system-time.js';
import type { FakeClock } from './clock/fake-clock.js';
import { VirtualClock } from './clock/virtual-clock.js';
import { Engine } from './engine/engine.js';
import { Faults } from './faults/faults.js';
import { memoryConnector } from './fronts/memory-connector.js';
import { Session } from './fronts/session.js';
import { listenTcp, type OpenSession, type TcpFront } from './fronts/tcp-server.js';
import { toBytes } from './resp/bytes.js';
import { Scripts } from './scripts/scripts.js';
import type { RedisVersion } from './versions.js';

/** The options of `FakeRedis`. */
export interface FakeRedisOptions {
  /** Which version of Redis it imitates: commands, arguments and error messages. Default 7.0. */
  readonly version?: RedisVersion;
  /**
   * `system` (default): the time of the machine. `virtual`: time that moves only with `clock.advance`. Or a clock that
   * several fakes share.
   */
  readonly clock?: 'system' | 'virtual' | VirtualClock;
  /** The number of databases. Default 16. */
  readonly databases?: number;
  /** The password that clients must send with AUTH. Default: none. */
  readonly password?: string;
}

/** The address that a fake listens on. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** The time of a fake. It can always be read; a virtual clock can also be moved. */
export interface FakeRedisClock {
  /** The current time, in milliseconds since the Unix epoch. */
  now(): number;
  /** Moves a virtual clock forward, and does what falls due, in order. Rejects if the clock is not virtual. */
  advance(byInMs: number): Promise<void>;
  /**
   * Sets a virtual clock, in milliseconds since the Unix epoch. Forward, it does what falls due, as `advance` does;
   * backward, nothing happens. Rejects if the clock is not virtual.
   */
  setTime(time: number): Promise<void>;
}

/**
 * A Redis server inside this process, for tests and for development. Clients connect without a socket (`createClient`,
 * `connectionOptions`) or over TCP (`listen`). Nothing is kept once it is closed.
 */
export class FakeRedis implements AsyncDisposable {
  /** The time used for expiry, blocking, idle times and stream ids. */
  readonly clock: FakeRedisClock;
  /** Injects faults. */
  readonly faults: Faults;
  /** The scripts that EVAL and EVALSHA can run, each as a function. */
  readonly scripts = new Scripts();
  private readonly engine: Engine;
  private readonly fronts = new Set<TcpFront>();
  private readonly created = new Set<Redis>();
  private served: Promise<OpenSession> | undefined;
  private isClosed = false;

  constructor({ version = '7.0', clock = 'system', databases = 16, password }: FakeRedisOptions = {}) {
    const time = timeOf(clock);
    this.clock = clockOf(time);
    this.engine = new Engine({
      version,
      clock: time,
      databases,
      password: password === undefined ? undefined : toBytes(password),
      scripts: this.scripts,
    });
    this.faults = new Faults(this.engine.clients);
  }

  /**
   * Listens on a port (default 0: any free one) of a host (default: the loopback interface); resolves to the
   * address. Without a password it serves clients of this machine only, whatever the host, as Redis does.
   */
  async listen(port = 0, host = '127.0.0.1'): Promise<ListenAddress> {
    this.assertOpen();
    const front = await listenTcp(await this.serve(), this.faults, port, host);
    this.fronts.add(front);
    this.engine.config.set('port', `${front.port}`);
    return { host: front.host, port: front.port };
  }

  /** Calls back with what a Redis server would write to its log as a warning. */
  onWarning(listener: (text: string) => void): void {
    this.engine.log.onWarning(listener);
  }

  /** Lets the process exit while the fake still listens, once no client is connected. */
  unref(): void {
    for (const front of this.fronts) front.unref();
  }

  /** Options that make an ioredis client connect to this fake, without a socket. */
  connectionOptions(): RedisOptions {
    return { Connector: memoryConnector(() => this.serve(), this.engine.clients, this.faults) };
  }

  /** Creates an ioredis client of this fake; `close()` disconnects it. */
  createClient(options: RedisOptions = {}): Redis {
    this.assertOpen();
    const own = this.connectionOptions();
    const client = new Redis({ ...options, ...own });
    assertConnectedBy(client, own.Connector);
    this.created.add(client);
    client.once('end', () => this.created.delete(client));
    return client;
  }

  /** Closes every connection, and forgets all keys unless `keepData` is true. Settings (CONFIG SET) are kept. */
  restart({ keepData }: { readonly keepData: boolean }): void {
    this.faults.drop();
    if (!keepData) this.engine.flush();
    this.engine.scripts.forgetAll();
  }

  /** Stops answering, like a process after SIGSTOP: requests wait for `thaw`. */
  freeze(): void {
    this.engine.turns.freeze();
  }

  /** Continues where `freeze` stopped. */
  thaw(): void {
    this.engine.turns.thaw();
  }

  /** Empties every database. */
  flush(): void {
    this.engine.flush();
  }

  /** Closes every connection, port and timer. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const client of this.created) client.disconnect();
    this.faults.clear();
    this.faults.refusing = true;
    this.faults.drop();
    this.engine.stop();
    this.scripts.close();
    await Promise.all([...this.fronts].map((front) => front.close()));
    this.fronts.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Loads the commands for the first connection, because most programs that import the class have no use for them yet. */
  private serve(): Promise<OpenSession> {
    this.served ??= this.load();
    return this.served;
  }

  private load(): Promise<OpenSession> {
    const loading = import('./commands/serve-commands.js').then(({ serveCommands }): OpenSession => {
      const dispatcher = serveCommands(this.engine, this.scripts);
      return (transport, address) => new Session(this.engine, dispatcher, this.faults, transport, address);
    });
    // Else the time could be over before what a client has sent is read.
    if (this.clock instanceof VirtualClock) this.clock.standUntil(loading);
    return loading;
  }

  private assertOpen(): void {
    if (this.isClosed) throw new Error('This FakeRedis is closed');
  }
}

/** A client that ignored its option `Connector` would connect to a real server, and a test might empty that. */
function assertConnectedBy(client: Redis, Connector: RedisOptions['Connector']): void {
  if (Connector && Object.values(client).some((member: unknown) => member instanceof Connector)) return;
  client.disconnect();
  throw new Error('FakeRedis cannot be used with this version of ioredis: it ignores the option `Connector`');
}

function timeOf(clock: NonNullable<FakeRedisOptions['clock']>): FakeClock {
  if (clock === 'system') return systemTime;
  return clock === 'virtual' ? new VirtualClock() : clock;
}

function clockOf(time: FakeClock): FakeRedisClock {
  if (time instanceof VirtualClock) return time;
  const refuse = (): Promise<never> =>
    Promise.reject(
      new Error("This FakeRedis uses the system clock; use { clock: 'virtual' } to move the time"),
    );
  return { now: () => time.now(), advance: refuse, setTime: refuse };
}
