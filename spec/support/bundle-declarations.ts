import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { repository } from './repository.js';

/**
 * Writes the declarations of these modules of `lib` beside their code in `dist/package`. What several of them need is in
 * `shared`, once: two declarations of a class with private members would be two types.
 */
export async function bundleDeclarations(modules: readonly string[]): Promise<void> {
  const bundle = await rolldown({
    cwd: repository,
    input: Object.fromEntries(modules.map((module) => [module, `dist/lib/${module}.d.ts`])),
    // Types of other packages are those that the program has.
    external: /^[^./]/,
    plugins: [dts({ dtsInput: true, emitDtsOnly: true, sourcemap: false })],
  });
  await bundle.write({ dir: 'dist/package', chunkFileNames: 'shared/[name].d.ts' });
  await bundle.close();
}
