import { RetryDelays } from '../../redis/errors/retry-delays.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import type { InvocationExecutor } from '../../listeners/invocation-executor.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { ListElement } from '../../messages/list-element.js';
import { cancelled, type Outcome } from '../../messages/outcome.js';
import type { Permit } from '../../messages/permit.js';
import type { RawMessage } from '../../messages/raw-message.js';
import type { Clock } from '../../time/clock.js';
import { GatedPermit, type GateWay } from './gated-permit.js';
import type { HeldElements, Receipt } from './held-elements.js';
import type { SuspectGate } from './suspect-gate.js';
import { isSuspect } from './suspects.js';

export interface SuspectGuardOptions {
  readonly descriptor: ListFunction;
  readonly executor: InvocationExecutor;
  readonly held: HeldElements;
  readonly gate: SuspectGate;
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered'>;
  readonly clock: Clock;
  /** Aborted when a stop begins: what waits does not begin any more. */
  readonly stopping: AbortSignal;
  /** Aborted when nothing is tried again. */
  readonly ended: AbortSignal;
}

/**
 * Has a suspect executed only while nothing else runs, and says so in Redis meanwhile: so a death of the process
 * counts against it alone, and against it for sure.
 */
export class SuspectGuard implements InvocationExecutor {
  private readonly besideOthers: GateWay;

  constructor(private readonly parts: SuspectGuardOptions) {
    const { gate } = parts;
    this.besideOthers = { enter: (signal) => gate.enter(false, signal), leave: () => gate.leave(false) };
  }

  execute(
    messages: readonly RawMessage[],
    permit?: Permit,
  ): readonly Outcome[] | Promise<readonly Outcome[]> {
    const { gate, held, descriptor } = this.parts;
    const elements = messages as readonly ListElement[];
    const suspect = elements.find((element) => isSuspect(element, descriptor));
    const receipt = suspect && held.of(suspect);
    if (receipt) return this.executeLater(elements, permit, this.byItself(receipt));
    if (!gate.isOpen) return this.executeLater(elements, permit, this.besideOthers);
    gate.enterOpen();
    return this.executeInside(elements, permit);
  }

  private executeInside(
    elements: readonly ListElement[],
    permit: Permit | undefined,
  ): readonly Outcome[] | Promise<readonly Outcome[]> {
    const { descriptor, executor, gate } = this.parts;
    // Without retries nobody leaves in between.
    const gated = descriptor.retry && new GatedPermit(this.besideOthers, permit);
    const leave = (): unknown => (gated ? gated.end() : gate.leave(false));
    const outcomes = executor.execute(elements, gated ?? permit);
    if (outcomes instanceof Promise) {
      return outcomes.then((all) => {
        leave();
        return all;
      });
    }
    leave();
    return outcomes;
  }

  private async executeLater(
    elements: readonly ListElement[],
    permit: Permit | undefined,
    way: GateWay,
  ): Promise<readonly Outcome[]> {
    if (!(await way.enter(this.parts.stopping))) return elements.map(() => cancelled);
    const gated = new GatedPermit(way, permit);
    const outcomes = await this.parts.executor.execute(elements, gated);
    await gated.end();
    return outcomes;
  }

  private byItself({ consumer, id }: Receipt): GateWay {
    const { gate } = this.parts;
    return {
      enter: async (signal) => {
        if (!(await gate.enter(true, signal))) return false;
        let isHeld = true;
        await this.insist(consumer, async () => {
          isHeld = await consumer.markAlone(id);
        });
        // A process that had it before may have settled it meanwhile.
        if (!isHeld) gate.leave(true);
        return isHeld;
      },
      leave: async () => {
        await this.insist(consumer, () => consumer.unmarkAlone());
        gate.leave(true);
      },
    };
  }

  /** Tries until it succeeds, the lease is lost, or a stop writes off what is left. */
  private async insist(consumer: Receipt['consumer'], act: () => Promise<void>): Promise<void> {
    const { observer, clock, ended } = this.parts;
    const retries = new RetryDelays();
    while (!consumer.isLost && !ended.aborted) {
      try {
        await act();
        break;
      } catch (error) {
        observer.failed(error, act);
        await clock.sleep(retries.after(error), ended);
      }
    }
    if (retries.hasFailed) observer.recovered(act);
  }
}
