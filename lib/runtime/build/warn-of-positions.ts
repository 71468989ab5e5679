import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { Logger } from '../../logging/logger.js';

/**
 * Says once which functions get their arguments by position because no compiler emitted their types: under another one,
 * which emits them, the same source would get what its types say.
 */
export function warnOfPositions(functions: readonly FunctionDescriptor[], logger: Logger): void {
  const places = [...new Set(functions.filter(({ byPosition }) => byPosition).map(({ place }) => place))];
  if (places.length === 0) return;
  logger.warn(
    { code: 'PARAMETER_TYPES_MISSING', functions: places },
    'the compiler emitted no parameter types: whatever these methods declare, the first parameter gets the payload, or the ' +
      'RedisMessageModel where the trigger has no payload, and the second the InvocationContext. Set ' +
      '"emitDecoratorMetadata": true and compile with tsc or SWC (esbuild and tsx emit none), or say what parameters take ' +
      'with @Message(), @Payload(), @Context() and @Inject(), or with the option args',
  );
}
