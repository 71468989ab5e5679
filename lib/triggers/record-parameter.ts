import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { addParameterMetadata, type ParameterSource } from '../metadata/parameter-metadata.js';
import { bindingSource, type Binding } from './binding.js';

/** The decorator that records where a parameter of a method comes from; in the option `args` it says the same. */
export function recordParameter<From extends ParameterSource['from']>(
  source: ParameterSource & { readonly from: From },
): ParameterDecorator & Binding<From, never> {
  const decorate: ParameterDecorator = (prototype, method, index) => {
    if (method === undefined) {
      throw new RedisTriggersError({
        code: 'HANDLER_INVALID',
        place: typeof prototype === 'function' ? prototype.name : 'a constructor',
        what: `parameter ${index + 1} of the constructor has a decorator that is meant for methods`,
        remedy: "In a constructor, use the container's own decorator, such as tsyringe's @inject().",
      });
    }
    addParameterMetadata(prototype, method, index, source);
  };
  return Object.assign(decorate, { [bindingSource]: source } as const);
}
