import type { RawMessage } from '../messages/raw-message.js';
import type { LoopLiveness } from '../time/loop-liveness.js';
import { whenAborted } from '../time/when-aborted.js';
import type { Acknowledger } from './acknowledger.js';
import type { ListenerBackoff } from './listener.js';
import type { ReadLoop } from './reading/read-loop.js';

/** What the listeners of lists and streams have in common: their read loop, and what they have not acknowledged yet. */
export class PollingListenerBody<Message extends RawMessage> {
  constructor(
    private readonly readLoop: ReadLoop<Message>,
    /** Undefined where nothing is acknowledged. */
    private readonly acknowledger?: Pick<Acknowledger<unknown>, 'isFlushing' | 'whenFlushed' | 'liveness'>,
  ) {}

  get inFlight(): number {
    return this.readLoop.window.inFlight;
  }

  get waiting(): number {
    return this.readLoop.window.waits;
  }

  /** Whether anything runs, waits, or is not acknowledged yet. */
  get owes(): boolean {
    return this.inFlight > 0 || this.waiting > 0 || this.acknowledger?.isFlushing === true;
  }

  get loops(): readonly LoopLiveness[] {
    const { loop, window } = this.readLoop;
    const own = [loop.liveness, window.liveness];
    return this.acknowledger ? [...own, this.acknowledger.liveness] : own;
  }

  get backoff(): ListenerBackoff | undefined {
    return this.readLoop.loop.backoff;
  }

  /** Resolves when a read that began after this call found nothing, and all that ran is settled; or at `signal`. */
  async caughtUp(signal: AbortSignal): Promise<void> {
    await this.readLoop.caughtUp(signal);
    await this.whenFlushed(signal);
  }

  /** Resolves when all is acknowledged, or when `signal` is aborted. */
  async whenFlushed(signal: AbortSignal): Promise<void> {
    if (this.acknowledger) await Promise.race([this.acknowledger.whenFlushed(), whenAborted(signal)]);
  }
}
