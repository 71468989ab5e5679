import type { InvocationEvent } from '../../events/runtime-events.js';
import type { Logger } from '../../logging/logger.js';
import type { Runtime } from '../../runtime/runtime.js';
import { formatDuration } from '../frame/duration.js';

/** What the functions of a run did with messages, and how the run ended. */
export interface RunSummary {
  readonly succeeded: number;
  readonly failed: number;
  readonly deadLettered: number;
  readonly dropped: number;
  readonly postponed: number;
  /** How many invocations had not ended when the stop had to. */
  readonly unfinished: number;
}

/** Counts what becomes of messages, and logs each where a logger is given. */
export class InvocationCounts {
  private succeeded = 0;
  private failed = 0;
  private deadLettered = 0;
  private dropped = 0;
  private postponed = 0;
  unfinished = 0;

  constructor(runtime: Runtime, logger?: Logger) {
    const log = (event: InvocationEvent, outcome: string): void =>
      logger?.info(fieldsOf(event), `${outcome} in ${formatDuration(event.durationInMs)}`);
    runtime
      .on('invocationSucceeded', (event) => {
        this.succeeded += 1;
        log(event, 'succeeded');
      })
      .on('invocationFailed', (event) => {
        this.failed += 1;
        log(event, `failed (${event.reason})`);
      })
      .on('invocationDropped', (event) => {
        this.dropped += 1;
        log(event, 'dropped');
      })
      .on('invocationPostponed', (event) => {
        this.postponed += 1;
        log(event, 'postponed');
      })
      .on('messageDeadLettered', () => void (this.deadLettered += 1))
      .on('stopped', ({ unfinished }) => void (this.unfinished = unfinished));
  }

  get summary(): RunSummary {
    const { succeeded, failed, deadLettered, dropped, postponed, unfinished } = this;
    return { succeeded, failed, deadLettered, dropped, postponed, unfinished };
  }
}

function fieldsOf({ functionId, source, entryId, attempt, deliveryCount }: InvocationEvent): object {
  return { functionId, source, ...(entryId !== undefined && { entryId }), attempt, deliveryCount };
}
