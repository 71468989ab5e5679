import type { CommandSender } from '../redis/commands/command-sender.js';
import type { CredentialSource } from '../redis/credentials/credential-source.js';
import type { NodeErrors } from '../redis/client/node-errors.js';
import { isError, type DescribeError } from '../errors/describe-error.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { Clock } from '../time/clock.js';
import { whenAborted } from '../time/when-aborted.js';
import type { FunctionScale } from './function-scale.js';
import { readRemaining } from './read-remaining.js';
import type { Remaining } from './remaining.js';
import type { ScalableFunction } from './scalable-function.js';
import { SharedReading } from './shared-reading.js';
import { samplesPerVote, scaleVote } from './scale-vote.js';
import { targetWorkerCount } from './target-worker-count.js';

/** What a gauge needs of a client. */
export interface GaugeClient extends CommandSender {
  whenReady(signal: AbortSignal): Promise<void>;
  onError(listener: (error: unknown) => void): void;
}

export interface BacklogGaugeOptions {
  readonly descriptor: ScalableFunction;
  readonly client: GaugeClient;
  /** Where the connection's credentials come from; undefined where they are fixed. */
  readonly credentials: Pick<CredentialSource, 'observe'> | undefined;
  readonly nodeErrors: Pick<NodeErrors, 'of'>;
  readonly clock: Clock;
  readonly describeError: DescribeError;
  /** How long Redis may take before the reading fails. */
  readonly timeoutInMs: number;
  /** Aborted when nothing is to be read any more; readings under way then fail at once. */
  readonly closed?: AbortSignal;
}

/** Measures the backlog of one function, and keeps the samples that its vote looks at. */
export class BacklogGauge {
  private samples: readonly number[] = [];
  private newestSample?: Remaining;
  private readonly shared: SharedReading<Remaining>;
  private connectionError?: unknown;
  private credentialsError?: unknown;

  constructor(private readonly options: BacklogGaugeOptions) {
    this.shared = new SharedReading(() => this.readNow(), options.clock);
    options.client.onError((error) => (this.connectionError = error));
    // Without credentials there is no connection, and no error of one.
    options.credentials?.observe({
      failed: (error) => (this.credentialsError = error),
      recovered: () => (this.credentialsError = undefined),
    });
  }

  /**
   * Tells what remains, by a reading that is at most so old. Rejects with SCALE_UNREADABLE, saying why, where Redis
   * does not tell in time.
   */
  read(maxAgeInMs: number): Promise<Remaining> {
    return this.shared.get(this.options.closed?.aborted ? 0 : maxAgeInMs);
  }

  /** The same, and keeps the reading as the newest sample unless it was sampled before. */
  async sample(maxAgeInMs: number): Promise<Remaining> {
    const remaining = await this.read(maxAgeInMs);
    if (remaining === this.newestSample) return remaining;
    this.newestSample = remaining;
    this.samples = [...this.samples, remaining.remaining].slice(-samplesPerVote);
    return remaining;
  }

  /** What a reading means, for this number of workers. */
  scaleOf({ remaining, isEstimate, delayed }: Remaining, workers: number, isPaused: boolean): FunctionScale {
    const { id: functionId, messagesPerWorker } = this.options.descriptor;
    const demand = isPaused ? 0 : remaining;
    const pausedVote = workers > 0 ? 'scaleIn' : 'none';
    return {
      functionId,
      remaining,
      isEstimate,
      ...(delayed !== undefined && { delayed }),
      isPaused,
      demand,
      messagesPerWorker,
      targetWorkers: targetWorkerCount(demand, messagesPerWorker),
      workers,
      vote: isPaused ? pausedVote : scaleVote(this.samples, workers, messagesPerWorker),
      samples: this.samples,
    };
  }

  private async readNow(): Promise<Remaining> {
    const { descriptor, clock, timeoutInMs, closed } = this.options;
    const over = new AbortController();
    const signal = closed ? AbortSignal.any([over.signal, closed]) : over.signal;
    void clock.sleep(timeoutInMs, over.signal).then(() => over.abort());
    try {
      const late = whenAborted(signal).then(() => {
        throw this.lateError();
      });
      return await Promise.race([this.readWhenReady(signal), late]);
    } catch (error) {
      const what = `the backlog on "${descriptor.connection}" cannot be read: ${this.reasonOf(error)}`;
      throw new RedisTriggersError({ code: 'SCALE_UNREADABLE', place: descriptor.id, what });
    } finally {
      over.abort();
    }
  }

  private async readWhenReady(signal: AbortSignal): Promise<Remaining> {
    const { client, descriptor } = this.options;
    await client.whenReady(signal);
    if (signal.aborted) throw this.lateError();
    this.connectionError = undefined;
    return readRemaining(descriptor, client);
  }

  /** Why there is no connection says more than that there is none. */
  private lateError(): Error {
    if (this.options.closed?.aborted) return new Error('the monitor is closed');
    const known =
      this.credentialsError ??
      this.connectionError ??
      this.options.nodeErrors.of(this.options.descriptor.connection);
    if (isError(known)) return known;
    return new Error(`Redis did not answer within ${this.options.timeoutInMs} ms`);
  }

  private reasonOf(thrown: unknown): string {
    const { describeError, nodeErrors, descriptor } = this.options;
    const isLost = thrown instanceof RedisTriggersError && thrown.code === 'CONNECTION_LOST';
    const error = isLost ? (nodeErrors.of(descriptor.connection) ?? thrown) : thrown;
    const [problem] = error instanceof RedisTriggersError ? error.problems : [];
    return problem ? describeError(new Error(problem.what)).message : describeError(error).message;
  }
}
