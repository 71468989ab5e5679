import type { TransformRules } from './field-types.js';

/**
 * What class-transformer keeps of its decorators, from a file that its package does not list. In a bundle it may be
 * missing, or another copy than the one in use: then fields are read by the types of the compiler alone.
 */
export async function loadTransformRules(): Promise<TransformRules | undefined> {
  // As a variable: the file has no types.
  const file = 'class-transformer/cjs/storage.js';
  try {
    const loaded = (await import(file)) as { defaultMetadataStorage?: TransformRules };
    return loaded.defaultMetadataStorage;
  } catch {
    return undefined;
  }
}
