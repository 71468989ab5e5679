import { createSharedAbortController } from '../time/shared-abort-controller.js';
import { untilSettled } from '../time/until-settled.js';
import { withPatience } from '../time/with-patience.js';

/** The calls of a sender that have not ended, and whether it takes more. */
export class SendsUnderWay {
  private readonly calls = new Set<Promise<unknown>>();
  private readonly closed = createSharedAbortController();
  private takesMore = true;

  /** Whether calls are taken. */
  get isOpen(): boolean {
    return this.takesMore;
  }

  /** Does something with a signal that is aborted when its time is over, or when nothing is sent any more. */
  async run<Result>(timeoutInMs: number, act: (until: AbortSignal) => Promise<Result>): Promise<Result> {
    const call = withPatience(timeoutInMs, this.closed.signal, act);
    this.calls.add(call);
    try {
      return await call;
    } finally {
      this.calls.delete(call);
    }
  }

  /** Takes no more calls. Resolves when those that were taken have ended, or have been ended because `deadline` is aborted. */
  async end(deadline: AbortSignal): Promise<void> {
    this.takesMore = false;
    await untilSettled(Promise.allSettled(this.calls), deadline);
    this.closed.abort();
    await Promise.allSettled(this.calls);
  }
}
