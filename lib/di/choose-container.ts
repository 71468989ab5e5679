import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { Container } from './container.js';
import type { TsyringeLike } from './tsyringe-like.js';

/** The container that `createRuntime` was given, or tsyringe's global one. Throws PEER_MISSING without tsyringe. */
export async function chooseContainer(given: TsyringeLike | Container | undefined): Promise<Container> {
  if (given !== undefined && !('createChildContainer' in given)) return given;
  // Here, because a program with another container need not have tsyringe.
  const { TsyringeContainer, globalContainer } = await loadAdapter();
  return new TsyringeContainer(given ?? globalContainer);
}

async function loadAdapter(): Promise<typeof import('./tsyringe-container.js')> {
  try {
    return await import('./tsyringe-container.js');
  } catch (cause) {
    if (!/tsyringe/.test(String(cause))) throw cause;
    const what =
      'handlers are created by tsyringe unless another container is given, and tsyringe is not installed';
    const remedy = 'npm install tsyringe, or pass a container: createRuntime({ container })';
    throw new RedisTriggersError({ code: 'PEER_MISSING', place: 'createRuntime', what, remedy }, { cause });
  }
}
