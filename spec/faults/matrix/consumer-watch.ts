import type { Consumer, ConsumerReport } from './consumer.js';
import type { ObservedHealth } from './fault-result.js';
import { moment } from './moment.js';
import { realTime } from '../../support/real-time.js';

const lookEveryInMs = 50;

/** What a consumer said and did while it was watched. */
export interface Watched extends Omit<ObservedHealth, 'readyAfterMs'> {
  readonly requestsPerSecond: number;
}

/** Asks a consumer for its health again and again, until `end()`. */
export function watchConsumer(consumer: Consumer | undefined): { end(): Promise<Watched> } {
  const reports: { at: number; report: ConsumerReport }[] = [];
  const over = new AbortController();
  const watching = (async () => {
    do {
      const report = await consumer?.report();
      if (report) reports.push({ at: moment(), report });
      await realTime(lookEveryInMs);
    } while (!over.signal.aborted);
  })();
  return {
    async end() {
      over.abort();
      await watching;
      const [first] = reports;
      const last = reports.at(-1);
      const seconds = first && last ? (last.at - first.at) / 1_000 : 0;
      // A process that was started again counts from zero.
      const requests = first && last ? Math.max(0, last.report.requests - first.report.requests) : 0;
      return {
        saidReady: reports.some(({ report }) => report.ready),
        saidNotReady: reports.some(({ report }) => !report.ready),
        requestsPerSecond: seconds > 0 ? requests / seconds : 0,
      };
    },
  };
}
