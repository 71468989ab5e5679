import type { Container } from '../../di/container.js';
import type { TsyringeLike } from '../../di/tsyringe-like.js';
import type { Class } from '../../metadata/class.js';
import type { Token } from '../../metadata/parameter-metadata.js';
import type { Override } from './override.js';
import { tokensOf } from './handler-tokens.js';

/** The container of one test. */
export interface TestContainer {
  /** What the runtime is made with. */
  readonly given: TsyringeLike | Container;
  /** Undefined where it is not one of tsyringe. */
  readonly tsyringe: TsyringeLike | undefined;
  resolve(token: Token): unknown;
  dispose(): Promise<void> | void;
}

/**
 * The container of a test of these handlers: a new one below that of tsyringe, with the overrides; or another container as it
 * is, which has overrides of its own.
 */
export async function testContainer(
  handlers: readonly Class[],
  overrides: readonly Override[],
  given: TsyringeLike | Container | undefined,
): Promise<TestContainer> {
  if (given !== undefined && !('createChildContainer' in given)) {
    if (overrides.length > 0)
      throw new Error(
        'overrides are for containers of tsyringe: register what the test needs in the container',
      );
    return { given, tsyringe: undefined, resolve: (token) => given.resolve(token), dispose: () => undefined };
  }
  // Here, because a program with another container need not have tsyringe.
  const { freshContainer } = await import('./fresh-container.js');
  const tsyringe = freshContainer(tokensOf(handlers), overrides, given as never);
  return {
    given: tsyringe,
    tsyringe,
    resolve: (token) => tsyringe.resolve(token as never),
    dispose: () => tsyringe.dispose(),
  };
}
