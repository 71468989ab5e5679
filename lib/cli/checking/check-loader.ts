import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { finding, type Finding } from './finding.js';

/**
 * Methods whose parameter types a loader has dropped: they are bound by their position, which may not be what their types
 * say. To be asked only where a loader is used, because plain JavaScript has no types.
 */
export function checkLoader(functions: readonly FunctionDescriptor[]): Finding[] {
  return functions.flatMap(({ id, byPosition }) => {
    if (!byPosition) return [];
    const what = 'the loader emits no parameter types, so that parameters are bound by their position';
    const remedy =
      'Use a loader that does, such as @oxc-node/core, or name each parameter with @Message(), @Payload(), @Context() or @Inject().';
    return [finding('PARAMETER_TYPES_MISSING', id, what, remedy)];
  });
}
