import { transform as compileWithSwc } from '@swc/core';
import { transform as compileWithEsbuild } from 'esbuild';
import ts from 'typescript';

export type Dialect = 'legacy' | 'standard';

/** Compiles the text of one file to JavaScript, as a user's build does. */
type Compile = (source: string, dialect: Dialect) => string | Promise<string>;

/** What the package says that it works with. */
export const compilers: Readonly<Record<string, Compile>> = {
  tsc: (source, dialect) =>
    ts.transpileModule(source, {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        experimentalDecorators: dialect === 'legacy',
        emitDecoratorMetadata: dialect === 'legacy',
      },
    }).outputText,

  esbuild: async (source, dialect) => {
    const compilerOptions = { experimentalDecorators: dialect === 'legacy' };
    const { code } = await compileWithEsbuild(source, {
      loader: 'ts',
      target: 'node20',
      format: 'esm',
      tsconfigRaw: { compilerOptions },
    });
    return code;
  },

  swc: (source, dialect) => compileSwc(source, dialect, '2022-03'),
  'swc 2023-11': (source, dialect) => compileSwc(source, dialect, '2023-11'),
};

async function compileSwc(source: string, dialect: Dialect, version: string): Promise<string> {
  const legacy = { legacyDecorator: true, decoratorMetadata: true };
  const { code } = await compileWithSwc(source, {
    configFile: false,
    swcrc: false,
    module: { type: 'es6' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: dialect === 'legacy' ? legacy : { decoratorVersion: version as '2022-03' },
    },
  });
  return code;
}
