import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../support/repository.js';
import { readText } from '../../docs/pages.js';
import { Project } from '../project.js';

/** Where the files are that docs/toolchains.md shows. */
const shown = 'examples/toolchains';

/** What a stranger's project is made of. */
export interface ToolchainOptions {
  readonly dialect: 'legacy' | 'standard';
  readonly packages?: readonly string[];
  readonly type?: 'module' | 'commonjs';
  /** Files of the page, each with the name that it has in the project. */
  readonly files?: Readonly<Record<string, string>>;
  /** What the test imports `it` with; nothing where the runner gives it. */
  readonly importIt?: string;
  readonly compilerOptions?: object;
}

/** A project in an empty folder: a handler, its test, a tsconfig.json, and what the page says for the tool. */
export async function toolchainProject(name: string, options: ToolchainOptions): Promise<Project> {
  const { dialect, packages = [], type = 'module', files = {}, importIt, compilerOptions } = options;
  const project = await Project.create(name, { packages: ['@types/node', ...packages], type });
  const copy = (from: string, to: string): void =>
    cpSync(join(repository, shown, from), join(project.folder, to));
  copy(dialect === 'legacy' ? 'orders.ts' : 'standard-orders.ts', 'orders.ts');
  const test = readText(`${shown}/orders.test.ts`);
  project.write('orders.test.ts', importIt === undefined ? test : `${importIt}\n${test}`);
  for (const [from, to] of Object.entries(files)) copy(from, to);
  const off = { experimentalDecorators: undefined, emitDecoratorMetadata: undefined };
  const lib = ['ES2023', 'ESNext.Disposable'];
  project.writeTsconfig({
    module: 'nodenext',
    lib,
    skipLibCheck: true,
    esModuleInterop: true,
    ...(dialect === 'standard' && off),
    ...compilerOptions,
  });
  return project;
}
