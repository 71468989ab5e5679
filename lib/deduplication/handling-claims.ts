import { randomUUID } from 'node:crypto';
import type { CommandSender } from '../redis/commands/command-sender.js';
import { runScript } from '../redis/commands/run-script.js';
import { claimHandling } from '../redis/commands/lua/claim-handling.js';
import { endHandling } from '../redis/commands/lua/end-handling.js';
import { backoffDelay } from '../time/backoff.js';
import type { Clock } from '../time/clock.js';
import type { LoopLiveness } from '../time/loop-liveness.js';
import { ClaimRenewal } from './claim-renewal.js';

/** How long a claim lasts that is not renewed: so long an id waits for a process that died. */
export const leaseInMs = 30_000;

/** Three tries in each lease. */
const renewEveryInMs = leaseInMs / 3;

/** The moments of a stop that matter here, each a signal. */
export interface StopSignals {
  readonly stopping: AbortSignal;
  readonly giveUp: AbortSignal;
  readonly writeOff: AbortSignal;
}

/** Hears how asking Redis goes. */
export interface ClaimObserver {
  /** Redis could not be asked; where there is `work`, it will be asked again for it. */
  failed(error: unknown, work?: object): void;
  /** Redis was asked for this, or it was given up. */
  recovered(work: object): void;
}

export interface HandlingClaimsOptions {
  readonly client: CommandSender;
  readonly clock: Clock;
  readonly observer: ClaimObserver;
  /** Whether claims are renewed: it fails where an error ends that. */
  readonly liveness: LoopLiveness;
  readonly stop: StopSignals;
  /** Its signal is aborted when nothing more is to begin: at a stop, or at a pause, after which it is another one. */
  readonly schedule: { readonly stopping: AbortSignal };
}

/** `taken`: it is for this invocation; `busy`: another has it; `done`: it was handled with success. */
export type ClaimAnswer = 'taken' | 'busy' | 'done';

const answers: readonly ClaimAnswer[] = ['taken', 'busy', 'done'];

/** The ids that one function handles in this process, each claimed in Redis while it does. */
export class HandlingClaims {
  private readonly holder = randomUUID();
  /** The keys that some invocation here asks for, or has. */
  private readonly claimed = new Set<string>();
  private readonly renewal: ClaimRenewal;
  /** The renewals under way, by their keys. */
  private readonly renewing = new Map<string, Promise<unknown>>();

  constructor(private readonly options: HandlingClaimsOptions) {
    const renew = (key: string): Promise<void> => this.renew(key);
    this.renewal = new ClaimRenewal({ ...options, everyInMs: renewEveryInMs, renew });
  }

  /**
   * Claims an id, as soon as Redis can be asked; undefined where a stop or a pause began before. A claim of this process that
   * no invocation has, for its reply was lost or its end could not be told, is taken again.
   */
  async take(key: string): Promise<ClaimAnswer | undefined> {
    if (this.claimed.has(key)) return 'busy';
    this.claimed.add(key);
    const reply = await this.insist(() => this.claim(key), this.options.schedule.stopping);
    const answer = answers[Number(reply)];
    if (answer === 'taken') this.renewal.add(key);
    else this.claimed.delete(key);
    return answer;
  }

  /** Remembers an id that was handled for so long. Resolves when Redis knows it, or was given up at a stop. */
  async complete(key: string, forInMs: number): Promise<void> {
    await this.end(key, forInMs);
    // Until then it is renewed: nobody is to handle a copy while Redis cannot be told.
    this.renewal.delete(key);
    this.claimed.delete(key);
  }

  /** Lets others have an id that was not handled. Resolves as `complete`. */
  async release(key: string): Promise<void> {
    // First of all: a renewal that came after the end would claim the id again. One that is under way may be sent once
    // more: to a server that has forgotten the script, or to another node of a cluster.
    this.renewal.delete(key);
    const renewing = this.renewing.get(key);
    if (renewing) await renewing;
    await this.end(key, 0);
    this.claimed.delete(key);
  }

  private end(key: string, forInMs: number): Promise<unknown> {
    const { client, stop } = this.options;
    return this.insist(() => runScript(client, endHandling, [key], [this.holder, forInMs]), stop.giveUp);
  }

  private claim(key: string): Promise<unknown> {
    return runScript(this.options.client, claimHandling, [key], [this.holder, leaseInMs]);
  }

  private async renew(key: string): Promise<void> {
    const renewing = this.claim(key).catch((error: unknown) => this.options.observer.failed(error));
    this.renewing.set(key, renewing);
    await renewing;
    this.renewing.delete(key);
  }

  /** Asks until Redis answers; at the latest one more time after `ended` is aborted. */
  private async insist(ask: () => Promise<unknown>, ended: AbortSignal): Promise<unknown> {
    const { observer, clock } = this.options;
    for (let failures = 0; ; failures++) {
      const isLast = ended.aborted;
      try {
        const reply = await ask();
        if (failures > 0) observer.recovered(ask);
        return reply;
      } catch (error) {
        observer.failed(error, ask);
        if (isLast) {
          observer.recovered(ask);
          return undefined;
        }
        await clock.sleep(backoffDelay(failures + 1), ended);
      }
    }
  }
}
