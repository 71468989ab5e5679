import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { globSync } from 'tinyglobby';
import ts from 'typescript';
import { repository } from '../repository.js';
import { mutate, type Mutant } from './mutants.js';

/** A copy of `dist/` in which all mutants of some folders are asleep: one build serves every mutant. */
export interface InstrumentedBuild {
  readonly folder: string;
  readonly mutants: readonly Mutant[];
}

const folder = join(repository, 'node_modules/.cache/mutation');
const switchFile = 'dist/spec/support/mutation/active-mutant.js';

/** @param folders of `lib/`, such as `list`; what was built before in the same place is gone */
export function buildInstrumented(folders: readonly string[]): InstrumentedBuild {
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(repository, 'dist'), join(folder, 'dist'), { recursive: true, filter: isNeeded });
  cpSync(join(repository, 'package.json'), join(folder, 'package.json'));
  // A conformance spec compares a page.
  cpSync(join(repository, 'docs'), join(folder, 'docs'), { recursive: true });
  const mutants: Mutant[] = [];
  for (const file of folders.flatMap((each) => globSync(`lib/${each}/**/*.ts`, { cwd: repository })).sort()) {
    const mutated = mutate(file, readFileSync(join(repository, file), 'utf8'), mutants.length);
    mutants.push(...mutated.mutants);
    const output = join('dist', file.replace(/\.ts$/, '.js'));
    writeFileSync(join(folder, output), withSwitch(output, transpileMutated(mutated.text)));
  }
  return { folder, mutants };
}

function isNeeded(file: string): boolean {
  return !/\.d\.ts$|\.map$|\.tsbuildinfo$/.test(file);
}

export function transpileMutated(text: string): string {
  const { ES2022: target } = ts.ScriptTarget;
  const { ESNext: module } = ts.ModuleKind;
  return ts.transpileModule(text, { compilerOptions: { target, module } }).outputText;
}

function withSwitch(output: string, text: string): string {
  return `import { isActive } from '${relative(dirname(output), switchFile)}';${text}`;
}
