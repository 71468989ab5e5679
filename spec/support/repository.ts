import { fileURLToPath } from 'node:url';

/** The folder of package.json, seen from the compiled specs. */
export const repository = fileURLToPath(new URL('../../..', import.meta.url));
