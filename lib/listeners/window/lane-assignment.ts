import type { ListFunction, StreamFunction } from '../../functions/function-descriptor.js';
import type { Failed } from '../../messages/outcome.js';
import type { RawMessage } from '../../messages/raw-message.js';
import { orderLane } from './order-lane.js';

/** Finds the lane of each work by the `orderBy` of its function. */
export class LaneAssignment<Message extends RawMessage> {
  /** Works that `orderBy` gave no lane for: they run beside all others, and fail. */
  private readonly failures = new WeakMap<readonly Message[], Failed>();

  constructor(
    private readonly descriptor: ListFunction | StreamFunction,
    /** Decodes the payload of a message; only for a function that orders by it. */
    private readonly payloadOf?: (message: RawMessage) => Promise<unknown>,
  ) {}

  /** Never throws or rejects. */
  laneOf(work: readonly Message[]): string | undefined | Promise<string | undefined> {
    const { payloadOf } = this;
    const [message] = work;
    if (!message) return undefined;
    return payloadOf
      ? payloadOf(message).then(
          (payload) => this.laneWith(work, message, payload),
          // Without a valid payload the message fails when it runs, so it need not wait for others.
          () => undefined,
        )
      : this.laneWith(work, message);
  }

  /** Why a work has no lane, if `orderBy` failed for it. */
  failureOf(work: readonly Message[]): Failed | undefined {
    return this.failures.get(work);
  }

  private laneWith(work: readonly Message[], message: Message, payload?: unknown): string | undefined {
    try {
      return orderLane(this.descriptor, message, payload);
    } catch (error) {
      // To throw here would fail the read, and what it took would be lost.
      this.failures.set(work, { status: 'failed', reason: 'handler-failed', error, attempts: 0 });
      return undefined;
    }
  }
}
