import { transform } from 'esbuild';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    {
      name: 'standard-decorators',
      enforce: 'pre',
      async transform(code, id) {
        if (!id.endsWith('.ts')) return undefined;
        return await transform(code, { loader: 'ts', target: 'node20', sourcemap: true, sourcefile: id });
      },
    },
  ],
});
