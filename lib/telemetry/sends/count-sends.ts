import { describeError } from '../../errors/describe-error.js';
import type { SendError } from '../../sending/send-error.js';
import type { SendInstrument, Sending } from '../../sending/send-instrument.js';
import { ErrorTypes } from '../metrics/error-types.js';
import type { MetricSink } from '../metrics/metric-sink.js';
import { metrics } from '../metrics/metric-table.js';
import { attributes } from '../names.js';
import { sendingAttributes } from './sending-attributes.js';

/** Counts the messages that a sender sends, and those that it could not, with the type of their error. */
export function countSends(sink: MetricSink): SendInstrument {
  const errorTypes = new ErrorTypes();
  const add = (sending: Sending, count: number, error?: unknown): void => {
    if (count === 0) return;
    const failed = error !== undefined && { [attributes.errorType]: errorTypes.of(describeError(error)) };
    sink.add(metrics.sent, count, { ...sendingAttributes(sending), ...failed });
  };
  return {
    async aroundSend(sending, run) {
      try {
        const sent = await run();
        add(sending, sending.count);
        return sent;
      } catch (error) {
        const { results = [] } = error as Partial<SendError>;
        const sent = results.filter(({ status }) => status === 'sent').length;
        add(sending, sent);
        add(sending, sending.count - sent, error);
        throw error;
      }
    },
  };
}
