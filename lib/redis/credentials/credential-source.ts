import { backoffDelay } from '../../time/backoff.js';
import type { Clock } from '../../time/clock.js';
import { guardLoop } from '../../time/guard-loop.js';
import { LoopLiveness } from '../../time/loop-liveness.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import { WakeableSleep } from '../../time/wakeable-sleep.js';
import { whenAborted } from '../../time/when-aborted.js';
import { areSame, expiryOf, type Credentials, type CredentialsProvider } from './credentials.js';
import { fetchCredentials } from './fetch-credentials.js';

/** Between two tries to get credentials: 100 ms doubling to 30 s. */
const fetchBackoff = { minimumInMs: 100, maximumInMs: 30_000 };

/** They are not renewed more often than this, also where they end sooner. */
const shortestRestInMs = 1_000;

/** Who hears how the credentials of a connection fare. */
export interface CredentialObserver {
  /** They could not be had, or Redis refused them; `source` goes on trying. */
  failed(error: unknown, source: object): void;
  /** They are good again; also called where there was no trouble. */
  recovered(source: object): void;
}

/** The credentials of one connection: fetched when they are needed first, and again before they expire. */
export class CredentialSource {
  /** Whether no error has ended the renewals. */
  readonly liveness = new LoopLiveness();
  private granted?: Credentials;
  private readonly firstGrant = createSharedAbortController();
  private readonly stopping = new AbortController();
  private asking = new AbortController();
  private readonly renewalSleep: WakeableSleep;
  private readonly changeListeners = new Set<(credentials: Credentials) => void>();
  private readonly observers: CredentialObserver[] = [];
  /** How often in a row Redis refused what was given. */
  private refusals = 0;
  private isRefused = false;
  private isStarted = false;

  constructor(
    private readonly connection: string,
    private readonly provide: CredentialsProvider,
    private readonly clock: Clock,
  ) {
    this.renewalSleep = new WakeableSleep(clock);
  }

  /** The latest; undefined before the first came. */
  get current(): Credentials | undefined {
    return this.granted;
  }

  /** Resolves when there are credentials, and begins to fetch them; never resolves when there never are any. */
  whenGranted(): Promise<void> {
    if (!this.isStarted) {
      this.isStarted = true;
      void guardLoop(this.renewForEver(), this.liveness, { failed: (error) => this.tellFailed(error) });
    }
    return whenAborted(this.firstGrant.signal);
  }

  /** Calls back with each that differ from those before; returns what ends it. */
  onChange(listener: (credentials: Credentials) => void): () => void {
    this.changeListeners.add(listener);
    return () => this.changeListeners.delete(listener);
  }

  observe(observer: CredentialObserver): void {
    this.observers.push(observer);
  }

  /** Redis took these. */
  accepted(credentials: Credentials | undefined): void {
    if (credentials !== this.granted || this.isRefused) return;
    this.refusals = 0;
    this.tellRecovered();
  }

  /** Redis refused these: others are asked for, unless that has happened already. */
  refused(credentials: Credentials | undefined, error: unknown): void {
    if (credentials !== this.granted || this.stopping.signal.aborted) return;
    this.tellFailed(error);
    if (this.isRefused) return;
    this.isRefused = true;
    this.refusals += 1;
    this.renewalSleep.wake();
  }

  /** They end at a date, whatever time has passed here. */
  private date(): number {
    return this.clock.date().getTime();
  }

  /** Fetches nothing more. */
  close(): void {
    this.stopping.abort();
    this.asking.abort();
  }

  private async renewForEver(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted;) {
      try {
        const fetched = await this.fetch();
        if (this.stopping.signal.aborted) return;
        failures = 0;
        this.grant(fetched);
        await this.restBeforeRenewal(fetched);
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        failures += 1;
        this.tellFailed(error);
        await this.clock.sleep(backoffDelay(failures, fetchBackoff), this.stopping.signal);
      }
    }
  }

  private fetch(): Promise<Credentials> {
    this.asking = new AbortController();
    return fetchCredentials(this.provide, this.connection, this.clock, this.asking);
  }

  /** What was refused may have become good at the server: it is told once more. */
  private grant(fetched: Credentials): void {
    if (this.granted && areSame(this.granted, fetched) && !this.isRefused) {
      this.tellRecovered();
      return;
    }
    this.isRefused = false;
    this.granted = Object.freeze({ ...fetched });
    this.firstGrant.abort();
    for (const listener of this.changeListeners) listener(this.granted);
  }

  private async restBeforeRenewal(fetched: Credentials): Promise<void> {
    const expiry = expiryOf(fetched);
    // Many processes with one token come at different moments; the rest of the time is for further tries.
    const share = 0.7 + Math.random() / 10;
    const restInMs = expiry === undefined ? Infinity : (expiry - this.date()) * share;
    await this.sleepInSteps(Math.max(restInMs, shortestRestInMs));
    if (this.isRefused) {
      await this.clock.sleep(backoffDelay(this.refusals, fetchBackoff), this.stopping.signal);
    }
  }

  /** A timer of Node.js is over at once when it is set for more than 24 days. */
  private async sleepInSteps(durationInMs: number): Promise<void> {
    const { signal } = this.stopping;
    const wakesAt = this.date() + durationInMs;
    while (this.date() < wakesAt && !this.isRefused && !signal.aborted) {
      await this.renewalSleep.sleep(Math.min(wakesAt - this.date(), 86_400_000), signal);
    }
  }

  private tellFailed(error: unknown): void {
    for (const observer of this.observers) observer.failed(error, this);
  }

  private tellRecovered(): void {
    for (const observer of this.observers) observer.recovered(this);
  }
}
