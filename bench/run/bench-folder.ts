import { fileURLToPath } from 'node:url';

/** The folder of `bench/package.json`, seen from the compiled files. */
export const benchFolder = fileURLToPath(new URL('../../../bench', import.meta.url));
