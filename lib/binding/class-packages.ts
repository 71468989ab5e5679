import { createRequire } from 'node:module';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { TransformRules } from './field-types.js';
import { loadTransformRules, requireTransformRules } from './transform-rules.js';

/** What payload classes need of class-transformer and class-validator. */
export interface ClassPackages {
  readonly transformer: Pick<
    typeof import('class-transformer'),
    'plainToInstance' | 'instanceToPlain' | 'Expose'
  >;
  readonly validator: Pick<
    typeof import('class-validator'),
    'validate' | 'validateSync' | 'getMetadataStorage'
  >;
  /** What class-transformer keeps of its decorators; undefined where it cannot be looked at. */
  readonly transformRules: TransformRules | undefined;
}

/** Loads both packages: here and not before, because they take a quarter of a second. */
export async function loadClassPackages(place: string): Promise<ClassPackages> {
  try {
    // one by one, as bundlers only let a missing package pass where `await import()` stands in a `try`
    const transformer = await import('class-transformer');
    const validator = await import('class-validator');
    return { transformer, validator, transformRules: await loadTransformRules() };
  } catch (cause) {
    throw missing(place, cause);
  }
}

/** The same for who cannot wait. Whoever has a payload class has most likely loaded both already. */
export function requireClassPackages(place: string): ClassPackages {
  try {
    const load = createRequire(import.meta.url);
    return {
      transformer: load('class-transformer') as ClassPackages['transformer'],
      validator: load('class-validator') as ClassPackages['validator'],
      transformRules: requireTransformRules(load),
    };
  } catch (cause) {
    throw missing(place, cause);
  }
}

function missing(place: string, cause: unknown): RedisTriggersError {
  const what = 'the payload is a class, but class-validator or class-transformer is not installed';
  return new RedisTriggersError({ code: 'PEER_MISSING', place, what }, { cause });
}
