import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';
import type { Grpc } from './load-grpc.js';

const statuses: { readonly [Code in ErrorCode]?: 'NOT_FOUND' | 'INVALID_ARGUMENT' | 'UNAVAILABLE' } = {
  FUNCTION_UNKNOWN: 'NOT_FOUND',
  FUNCTION_NOT_SCALABLE: 'INVALID_ARGUMENT',
  SCALE_UNREADABLE: 'UNAVAILABLE',
};

/** An error as gRPC answers it. What is not ours is not shown: nobody knows what it says. */
export function grpcError(error: unknown, grpc: Grpc): { code: number; details: string } {
  const name = error instanceof RedisTriggersError ? statuses[error.code] : undefined;
  if (name === undefined) return { code: grpc.status.INTERNAL, details: 'an internal error' };
  return { code: grpc.status[name], details: (error as RedisTriggersError).message };
}
