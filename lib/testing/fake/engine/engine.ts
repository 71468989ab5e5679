import type { Bytes } from '../resp/bytes.js';
import type { ClockTimer, FakeClock, TimerOptions } from '../clock/fake-clock.js';
import { versionFacts, type RedisVersion, type VersionNumber } from '../versions.js';
import { AclLog } from './acl/acl-log.js';
import { AclUsers } from './acl/acl-users.js';
import { BlockedClients, type Wait } from './blocked-clients.js';
import type { Client } from './client.js';
import { ClientRegistry } from './client-registry.js';
import { CommandError } from './command-error.js';
import { Config } from './config.js';
import { Database, type DatabaseEvents } from './database.js';
import { KeyspaceEvents } from './keyspace-events.js';
import type { EventClass } from './keyspace-event-flags.js';
import { Pause } from './pause.js';
import { PubSub } from './pub-sub.js';
import type { ScriptRunner } from './script-runner.js';
import { ServerLog } from './server-log.js';
import { SlowLog } from './slow-log.js';
import { Tracking } from './tracking.js';
import { Turns } from './turns.js';
import { WatchedKeys } from './watched-keys.js';

export interface EngineOptions {
  readonly version: RedisVersion;
  readonly clock: FakeClock;
  readonly databases: number;
  readonly password: Bytes | undefined;
  readonly scripts: ScriptRunner;
}

/** A Redis server without a transport: all of its state. Sessions bring requests in and replies out. */
export class Engine implements DatabaseEvents {
  readonly clock: FakeClock;
  readonly profile: RedisVersion;
  readonly version: VersionNumber;
  readonly fullVersion: string;
  /** Undefined for a Redis. */
  readonly valkeyVersion: string | undefined;
  readonly scripts: ScriptRunner;
  readonly turns: Turns;
  readonly pause: Pause;
  readonly databases: readonly Database[];
  readonly clients = new ClientRegistry();
  readonly pubsub = new PubSub();
  readonly events = new KeyspaceEvents(this.pubsub);
  readonly blocked = new BlockedClients();
  readonly watched = new WatchedKeys();
  readonly tracking = new Tracking(this.clients);
  readonly aclLog = new AclLog();
  readonly slowLog = new SlowLog();
  /** Who sent MONITOR. */
  readonly monitors = new Set<Client>();
  readonly log = new ServerLog();
  readonly users: AclUsers;
  readonly config: Config;
  readonly startedAt: number;
  /** The master of which this is a replica. */
  master: { readonly host: Bytes; readonly port: number } | undefined;
  commandCount = 0;
  /** Whose command runs. */
  currentClient: Client | undefined;

  constructor({ version, clock, databases, password, scripts }: EngineOptions) {
    const { number, full, valkey } = versionFacts[version];
    this.profile = version;
    this.version = number;
    this.fullVersion = full;
    this.valkeyVersion = valkey;
    this.clock = clock;
    this.scripts = scripts;
    this.turns = new Turns(() => {
      this.blocked.serve();
      this.tracking.deliver();
    });
    this.startedAt = clock.now();
    const engineTime: FakeClock = { now: () => clock.now(), at: this.at.bind(this) };
    this.pause = new Pause(engineTime);
    this.databases = Array.from({ length: databases }, (_, index) => new Database(index, engineTime, this));
    this.users = new AclUsers(this.version);
    this.config = new Config({ version: this.version, events: this.events, users: this.users }, databases);
    if (password !== undefined) this.config.set('requirepass', password);
  }

  /** Does something at a time of the clock; while the server is frozen, when it thaws. */
  at(time: number, action: () => void, options?: TimerOptions): ClockTimer {
    let isCancelled = false;
    const run = (): void => {
      if (!isCancelled) action();
    };
    const timer = this.clock.at(time, () => this.turns.whenRunning(run), options);
    return {
      cancel: () => {
        isCancelled = true;
        timer.cancel();
      },
    };
  }

  database(index: number): Database {
    const database = this.databases[index];
    if (!database) throw new CommandError('ERR DB index is out of range');
    return database;
  }

  modified(database: number, key: Bytes): void {
    this.watched.touch(database, key);
    this.tracking.invalidate(key, this.currentClient);
  }

  ready(database: number, key: Bytes): void {
    this.blocked.markReady(database, key);
  }

  notify(eventClass: EventClass, event: string, key: Bytes, database: number): void {
    // The class exists since 7.0.
    if (eventClass === 'n' && this.version < 7) return;
    this.events.notify(eventClass, event, key, database);
  }

  /** Blocks a client until one of its keys can serve it, or until the deadline. */
  block(wait: Wait, deadline: number | undefined): void {
    const { client } = wait;
    client.isBlocked = true;
    const release = (): boolean => this.blocked.timeOut(client);
    const timer =
      deadline === undefined ? undefined : this.at(deadline, release, { keepsProcessAlive: true });
    this.blocked.add(wait, timer);
  }

  /** A client is gone: nothing of it stays. */
  forget(client: Client): void {
    client.isClosed = true;
    this.clients.remove(client);
    this.blocked.remove(client);
    this.watched.forget(client);
    this.pubsub.forget(client);
    this.pause.forget(client);
    this.tracking.forget(client);
    this.monitors.delete(client);
  }

  /** Empties every database. */
  flush(): void {
    for (const database of this.databases) database.clear();
    this.tracking.invalidateAll();
  }

  /** Cancels every timer. */
  stop(): void {
    for (const database of this.databases) database.stop();
    this.pause.end();
  }
}
