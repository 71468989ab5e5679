import type { TransformRules } from './field-types.js';

/**
 * What class-transformer keeps of its decorators, from a file that its package does not list. In a bundle it may be
 * missing, or another copy than the one in use: then fields are read by the types of the compiler alone.
 */
export async function loadTransformRules(): Promise<TransformRules | undefined> {
  try {
    return ((await import(storageFile)) as TransformerStorage).defaultMetadataStorage;
  } catch {
    return undefined;
  }
}

/** The same for who cannot wait. */
export function requireTransformRules(load: NodeJS.Require): TransformRules | undefined {
  try {
    return (load(storageFile) as TransformerStorage).defaultMetadataStorage;
  } catch {
    return undefined;
  }
}

/** As a variable: the file has no types. */
const storageFile = 'class-transformer/cjs/storage.js';

interface TransformerStorage {
  readonly defaultMetadataStorage?: TransformRules;
}
