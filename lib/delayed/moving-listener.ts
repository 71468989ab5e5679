import type { ListFunction, StreamFunction } from '../functions/function-descriptor.js';
import type { Listener, ListenerBackoff, ListenerObserver, StopPhases } from '../listeners/listener.js';
import type { CommandClient, SubscriberClient } from '../redis/commands/clients.js';
import type { Clock } from '../time/clock.js';
import type { LoopLiveness } from '../time/loop-liveness.js';
import { untilSettled } from '../time/until-settled.js';
import { DueMover } from './due-mover.js';
import { WakeUps } from './wake-ups.js';

export interface MovingListenerOptions {
  readonly descriptor: ListFunction | StreamFunction;
  /** The client for the commands of each slot that the keys are in. */
  readonly slots: readonly { readonly keys: readonly string[]; readonly command: CommandClient }[];
  readonly subscriber: SubscriberClient;
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered'>;
  readonly clock: Clock;
}

/**
 * A listener of lists or streams that also sends their delayed messages when they are due. It does so as long as it listens:
 * a function that is paused leaves them where they are, or to the others that listen.
 */
export class MovingListener implements Listener {
  private readonly movers: readonly DueMover[];
  private readonly wakeUps: WakeUps;

  constructor(
    private readonly listener: Listener,
    { slots, ...options }: MovingListenerOptions,
  ) {
    const onMoved = readsLate(options.descriptor) ? () => listener.readSoon?.() : undefined;
    this.movers = slots.flatMap(({ keys, command }) =>
      keys.map((key) => new DueMover({ ...options, key, client: command, onMoved })),
    );
    this.wakeUps = new WakeUps({ ...options, listeners: this.movers });
  }

  start(): Promise<void> {
    this.wakeUps.start();
    for (const mover of this.movers) mover.start();
    return this.listener.start();
  }

  async stop(phases: StopPhases): Promise<void> {
    this.wakeUps.stop();
    const moved = Promise.all(this.movers.map((mover) => mover.stop()));
    await Promise.all([untilSettled(moved, phases.deadline), this.listener.stop(phases)]);
  }

  async caughtUp(signal: AbortSignal): Promise<void> {
    await Promise.all(this.movers.map((mover) => mover.caughtUp(signal)));
    await this.listener.caughtUp(signal);
  }

  claimSoon(): void {
    this.listener.claimSoon?.();
  }

  readSoon(): void {
    this.listener.readSoon?.();
  }

  get isStandby(): boolean | undefined {
    return this.listener.isStandby;
  }

  get owes(): boolean {
    return this.listener.owes;
  }

  get inFlight(): number {
    return this.listener.inFlight;
  }

  get waiting(): number {
    return this.listener.waiting;
  }

  get loops(): readonly LoopLiveness[] {
    return [...this.listener.loops, this.wakeUps.liveness, ...this.movers.map(({ liveness }) => liveness)];
  }

  get backoff(): ListenerBackoff | undefined {
    return this.listener.backoff;
  }
}

/**
 * Whether a message does not end the wait of the listener in every case, so that it could be late: a list at least once
 * waits at the server only where there is one key, memory is free, and the server is new enough.
 */
function readsLate(descriptor: ListFunction | StreamFunction): boolean {
  return !descriptor.blocking || (descriptor.kind === 'list' && descriptor.delivery === 'atLeastOnce');
}
