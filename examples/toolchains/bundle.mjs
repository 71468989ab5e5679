import { build } from 'esbuild';

await build({
  entryPoints: ['main.ts'],
  outfile: 'out/main.mjs',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // pino and ioredis are CommonJS, and ask for modules of Node.js with require().
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
