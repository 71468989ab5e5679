import type {
  sendUnaryData,
  ServerUnaryCall,
  ServerWritableStream,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { ScaleMonitor } from '../scale-monitor.js';
import { watchActivity } from './activity-feed.js';
import { grpcError } from './grpc-error.js';
import type { Grpc } from './load-grpc.js';
import { ScalerAnswers } from './scaler-answers.js';
import type { GetMetricsRequest, IsActiveResponse, ScaledObjectRef } from './scaler-messages.js';

type ActivityStream = ServerWritableStream<ScaledObjectRef, IsActiveResponse>;

/** The methods of the protocol, and the streams that are open. */
export interface ScalerMethods {
  readonly methods: UntypedServiceImplementation;
  readonly streams: ReadonlySet<ActivityStream>;
}

/** Serves the protocol with what a monitor reads. */
export function scalerMethods(monitor: ScaleMonitor, grpc: Grpc, maxStreams: number): ScalerMethods {
  const answers = new ScalerAnswers(monitor);
  const streams = new Set<ActivityStream>();

  const answering =
    <Request, Response>(answer: (request: Request) => Response | Promise<Response>) =>
    (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
      new Promise<Response>((resolve) => resolve(answer(call.request))).then(
        (response) => callback(null, response),
        (error: unknown) => callback(grpcError(error, grpc)),
      );
    };

  const streamActivity = (call: ActivityStream): void => {
    if (streams.size >= maxStreams) {
      const details = `there are ${maxStreams} streams already, which is the limit`;
      call.emit('error', { code: grpc.status.RESOURCE_EXHAUSTED, details });
      return;
    }
    let ids: readonly string[];
    try {
      ids = answers.functionsOf(call.request).map(({ id }) => id);
    } catch (error) {
      call.emit('error', grpcError(error, grpc));
      return;
    }
    streams.add(call);
    const stopWatching = watchActivity(monitor, ids, (result) => call.write({ result }));
    call.once('close', () => {
      stopWatching();
      streams.delete(call);
    });
    // What cannot be read is told by a later sample: the stream is there to wait.
    for (const id of ids) monitor.read(id).catch(() => undefined);
  };

  const methods = {
    IsActive: answering((ref: ScaledObjectRef) => answers.isActive(ref)),
    StreamIsActive: streamActivity,
    GetMetricSpec: answering((ref: ScaledObjectRef) => answers.metricSpec(ref)),
    GetMetrics: answering((request: GetMetricsRequest) => answers.metrics(request)),
  };
  return { methods, streams };
}
