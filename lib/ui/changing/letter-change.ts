import { changeLetters, type ChangeCounts } from '../../dead-letter-tools/change-letters.js';
import { FailedAgain } from '../../dead-letter-tools/failed-again.js';
import { LetterReader } from '../../dead-letter-tools/letter-reader.js';
import { LetterSelection, type Choice } from '../../dead-letter-tools/letter-selection.js';
import { DeadLetters } from '../../dead-letters/dead-letters.js';
import { isError } from '../../errors/describe-error.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { CommandClient } from '../../redis/commands/clients.js';
import type { Clock } from '../../time/clock.js';
import { signals } from '../../signals/signals.js';
import type { ShownChange } from '../shapes.js';

/** How often it is looked what failed again, which asks Redis. */
const lookEveryInMs = 1_000;

/** For so long a replay is watched after its end: later failures are seen as dead letters like any other. */
const watchForInMs = 5 * 60_000;

/** What is changed, and how. */
export interface ChangePlan {
  readonly how: 'replay' | 'remove';
  readonly choice: Choice;
  /** Which ones, in words. */
  readonly which: string;
  readonly ratePerSecond?: number;
  readonly by?: string;
}

export interface ChangeSurroundings {
  readonly descriptor: FunctionDescriptor;
  readonly client: CommandClient;
  readonly clock: Clock;
  readonly scrub: (text: string) => string;
  readonly onReplayed: () => void;
  /** Whether nothing waits or runs of the function any more; undefined where that cannot be known. */
  readonly isIdle: () => Promise<boolean | undefined>;
  /** How long it has to be so, because what is known of other processes is as old as their heartbeats. */
  readonly idleForInMs: number;
}

/**
 * Replays or removes dead letters in the background, each in one atomic step: nothing is lost where the process dies
 * meanwhile, and what is left are dead letters as before. A replay is watched on, until all that was put back is handled.
 */
export class LetterChange {
  private readonly counts: ChangeCounts = { changed: 0, gone: 0, refused: 0 };
  private readonly stopping = new AbortController();
  private readonly startedAt: number;
  private state: ShownChange['state'] = 'running';
  private chosen = 0;
  private failedAgain = 0;
  private isFinal = false;
  private endedAt: number | undefined;
  private error: string | undefined;
  private again: FailedAgain | undefined;
  /** Resolves when it is over, and was watched for long enough. */
  readonly over: Promise<void>;

  constructor(
    readonly id: string,
    private readonly plan: ChangePlan,
    private readonly surroundings: ChangeSurroundings,
    onEnded: (change: LetterChange) => void,
  ) {
    this.startedAt = surroundings.clock.date().getTime();
    this.over = this.run(onEnded);
  }

  get shown(): ShownChange {
    const { how, which, ratePerSecond, by } = this.plan;
    return {
      id: this.id,
      how,
      functionId: this.surroundings.descriptor.id,
      which,
      state: this.state,
      chosen: this.chosen,
      ...this.counts,
      failedAgain: this.failedAgain,
      isFinal: this.isFinal,
      startedAt: this.startedAt,
      ...(ratePerSecond !== undefined && { ratePerSecond }),
      ...(this.endedAt !== undefined && { endedAt: this.endedAt }),
      ...(this.error !== undefined && { error: this.error }),
      ...(by !== undefined && { by }),
    };
  }

  /** Whether dead letters are being changed at this moment. */
  get isRunning(): boolean {
    return this.state === 'running';
  }

  /** Ends it after the dead letter that is under way, or ends the watch. */
  stop(): void {
    this.stopping.abort();
  }

  private async run(onEnded: (change: LetterChange) => void): Promise<void> {
    const { how } = this.plan;
    const { clock, scrub } = this.surroundings;
    let isComplete = false;
    try {
      isComplete = await this.change();
      this.state = isComplete ? (how === 'replay' ? 'watching' : 'done') : 'stopped';
    } catch (error) {
      this.state = 'failed';
      this.error = scrub(isError(error) ? error.message : String(error));
    }
    this.endedAt = clock.date().getTime();
    signals.letterChangeMoved.publish();
    onEnded(this);
    if (how === 'replay' && this.counts.changed > 0) await this.watch();
    else this.isFinal = true;
    if (this.state === 'watching') this.state = 'done';
    signals.letterChangeMoved.publish();
  }

  private async change(): Promise<boolean> {
    const { how, choice, ratePerSecond } = this.plan;
    const { descriptor, client, clock, onReplayed } = this.surroundings;
    const reader = new LetterReader(descriptor, client);
    const selection = await LetterSelection.make(reader, descriptor, choice);
    this.chosen = await selection.count();
    const letters = new DeadLetters(descriptor, { client, clock, onReplayed });
    const again = (this.again = how === 'replay' ? new FailedAgain(reader, selection.bounds) : undefined);
    let lookedAt = clock.now();
    return changeLetters(selection, async (letter) => (await letters[how](letter)) === 1, this.counts, {
      clock,
      signal: this.stopping.signal,
      ...(ratePerSecond !== undefined && { ratePerSecond }),
      onBefore: (letter) => again?.add(letter),
      onAfter: async () => {
        signals.letterChangeMoved.publish();
        if (!again || clock.now() - lookedAt < lookEveryInMs) return;
        lookedAt = clock.now();
        this.failedAgain = await again.count();
      },
      onRefused: (_letter, { message }) => (this.error ??= this.surroundings.scrub(message)),
    });
  }

  /** Several looks in a row must see that nothing is left, because what they see may be some seconds old. */
  private async watch(): Promise<void> {
    const { clock, isIdle, idleForInMs } = this.surroundings;
    const endsAt = clock.now() + watchForInMs;
    const enough = Math.ceil(idleForInMs / lookEveryInMs);
    let idleLooks = 0;
    while (clock.now() < endsAt && idleLooks < enough) {
      await clock.sleep(lookEveryInMs, this.stopping.signal);
      if (this.stopping.signal.aborted) return;
      try {
        idleLooks = (await isIdle()) === true ? idleLooks + 1 : 0;
        this.failedAgain = (await this.again?.count()) ?? 0;
        signals.letterChangeMoved.publish();
      } catch {
        // Redis is away: it is looked at again.
        idleLooks = 0;
      }
    }
    this.isFinal = idleLooks >= enough;
  }
}
