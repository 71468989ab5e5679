import type { Server, ServiceDefinition } from '@grpc/grpc-js';
import { describeError } from '../../errors/describe-error.js';
import { RedisTriggersError, throwProblems } from '../../errors/redis-triggers-error.js';
import { clearTimeout, setTimeout } from '../../time/real-timers.js';
import { checkExternalScalerOptions } from './check-external-scaler-options.js';
import type { ExternalScalerOptions } from './external-scaler-options.js';
import { loadGrpc, type Grpc } from './load-grpc.js';
import { scalerMethods } from './scaler-methods.js';
import { scalerProto } from './scaler-proto.js';
import { serverCredentials } from './server-credentials.js';

type ProtoJson = Parameters<typeof import('@grpc/proto-loader').fromJSON>[0];

const place = 'startExternalScaler';

/** How long calls under way may take when a scaler stops. */
const drainInMs = 5_000;

/**
 * A client whose connection broke without a word is noticed within both together, and its streams end. Without
 * this they would be fed for ever.
 */
const keepalive = { 'grpc.keepalive_time_ms': 10_000, 'grpc.keepalive_timeout_ms': 5_000 };

/** How many calls of a connection that are no streams may be under way at once. */
const mostOtherCalls = 100;

/** A running external scaler. */
export interface ExternalScaler extends AsyncDisposable {
  /** The port it listens on. */
  readonly port: number;
  /** Accepts no more calls, ends the streams, and waits up to five seconds for calls in progress. Never rejects. */
  stop(): Promise<void>;
}

/**
 * Serves KEDA's external scaler protocol (gRPC): the backlog of the function given by `functionId` in the trigger's
 * metadata, or of all functions of the monitor. Resolves when it listens.
 *
 * Answers NOT_FOUND for an unknown function, INVALID_ARGUMENT for a pub/sub function, UNAVAILABLE if the backlog cannot
 * be read from Redis, and RESOURCE_EXHAUSTED for what exceeds `maxRequestBytes` or `maxStreams`.
 *
 * @throws RedisTriggersError PEER_MISSING without @grpc/grpc-js and @grpc/proto-loader, SCALING_OPTION_INVALID,
 *   or EXTERNAL_SCALER_NOT_LISTENING
 */
export async function startExternalScaler(options: ExternalScalerOptions): Promise<ExternalScaler> {
  throwProblems(checkExternalScalerOptions(options), place);
  const { monitor, port = 6000, host = '0.0.0.0', tls } = options;
  const { maxRequestBytes = 65_536, maxStreams = 1_000 } = options;
  const { grpc, loader } = await loadGrpc();
  const definition = loader.fromJSON(scalerProto as ProtoJson, { longs: Number, defaults: true });
  const service = definition['externalscaler.ExternalScaler'] as ServiceDefinition;
  const { methods, streams } = scalerMethods(monitor, grpc, maxStreams);
  const server = new grpc.Server({
    ...keepalive,
    'grpc.max_receive_message_length': maxRequestBytes,
    'grpc.max_concurrent_streams': maxStreams + mostOtherCalls,
  });
  server.addService(service, methods);
  const boundPort = await bind(server, `${host.includes(':') ? `[${host}]` : host}:${port}`, tls, grpc);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    for (const stream of streams) stream.end();
    return (stopped ??= shutDown(server));
  };
  return { port: boundPort, stop, [Symbol.asyncDispose]: stop };
}

function bind(
  server: Server,
  address: string,
  tls: ExternalScalerOptions['tls'],
  grpc: Grpc,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: unknown): void => {
      const what = `it cannot listen on ${address}: ${describeError(cause).message}`;
      reject(new RedisTriggersError({ code: 'EXTERNAL_SCALER_NOT_LISTENING', place, what }, { cause }));
    };
    try {
      const credentials = serverCredentials(tls, grpc);
      server.bindAsync(address, credentials, (error, port) => (error ? refuse(error) : resolve(port)));
    } catch (error) {
      // Such as a certificate that is none.
      refuse(error);
    }
  });
}

function shutDown(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      // Where a connection broke meanwhile, nothing calls back.
      resolve();
    }, drainInMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
