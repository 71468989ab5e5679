import { RedisTriggersError } from '../../errors/redis-triggers-error.js';

export type Grpc = typeof import('@grpc/grpc-js');

interface GrpcPackages {
  readonly grpc: Grpc;
  readonly loader: typeof import('@grpc/proto-loader');
}

/** The packages that speak gRPC, loaded when a scaler is started and not before. */
export async function loadGrpc(): Promise<GrpcPackages> {
  try {
    // one by one, as bundlers only let a missing package pass where `await import()` stands in a `try`
    const grpc = await import('@grpc/grpc-js');
    const loader = await import('@grpc/proto-loader');
    return { grpc, loader };
  } catch (cause) {
    const what = 'an external scaler needs @grpc/grpc-js and @grpc/proto-loader, but one is not installed';
    const remedy = 'npm install @grpc/grpc-js @grpc/proto-loader';
    const problem = { code: 'PEER_MISSING', place: 'startExternalScaler', what, remedy } as const;
    throw new RedisTriggersError(problem, { cause });
  }
}
