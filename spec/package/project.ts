import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from '../support/repository.js';
import { outputOf, runProgram, type ProgramResult } from '../support/run-program.js';
import { emptyFolder, packedPackage } from './packed-package.js';

export interface ProjectOptions {
  /** Packages besides redis-triggers and what its package.json requires. */
  readonly packages?: readonly string[];
  readonly type?: 'module' | 'commonjs';
  /** Whether it has tsyringe, which it needs unless it has another container. Default true. */
  readonly tsyringe?: boolean;
}

/**
 * A user's project in a folder of its own, with the packed package installed. Nothing is downloaded: what
 * the package.json in the tarball requires, and nothing else, is linked from this repository.
 */
export class Project {
  private constructor(readonly folder: string) {}

  static async create(name: string, options: ProjectOptions = {}): Promise<Project> {
    const { packages = ['@types/node'], type = 'module', tsyringe = true } = options;
    const { folder: unpacked, manifest } = await packedPackage();
    const project = new Project(emptyFolder(name));
    const { peerDependencies, peerDependenciesMeta, dependencies } = manifest;
    const peers = Object.keys(peerDependencies).filter((peer) => !peerDependenciesMeta[peer]?.optional);
    cpSync(unpacked, join(project.folder, 'node_modules/redis-triggers'), { recursive: true });
    const container = tsyringe ? ['tsyringe'] : [];
    [...Object.keys(dependencies), ...peers, ...container, ...packages].forEach((each) => project.link(each));
    project.writeJson('package.json', { name, private: true, type });
    return project;
  }

  /** Copies one of the programs of `spec/package/programs`, under another name if one is given. */
  copyProgram(name: string, as = name): void {
    cpSync(join(repository, 'spec/package/programs', name), join(this.folder, as));
  }

  /** Copies the files of one of the examples. */
  copyExample(name: string): void {
    cpSync(join(repository, 'examples', name), this.folder, { recursive: true });
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  writeJson(name: string, value: unknown): void {
    this.write(name, JSON.stringify(value));
  }

  /** A tsconfig.json as the getting-started page advises, but with all declarations checked. */
  writeTsconfig(compilerOptions: Readonly<Record<string, unknown>>): void {
    const decorators = { experimentalDecorators: true, emitDecoratorMetadata: true };
    const node = { target: 'ES2022', lib: ['ES2022'], types: ['node'], rootDir: '.', outDir: 'out' };
    const strict = { strict: true, skipLibCheck: false };
    this.writeJson('tsconfig.json', {
      compilerOptions: { ...decorators, ...node, ...strict, ...compilerOptions },
    });
  }

  /** Compiles; the diagnostics of the compiler are the result, and empty when all is well. */
  async compile(): Promise<string> {
    const tsc = join(repository, 'node_modules/typescript/bin/tsc');
    const { stdout } = await runProgram([tsc, '--project', 'tsconfig.json', '--pretty', 'false'], {
      cwd: this.folder,
    });
    return stdout;
  }

  /** Runs a program that has to succeed. */
  output(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
    return outputOf(args, { cwd: this.folder, env });
  }

  run(args: readonly string[]): Promise<ProgramResult> {
    return runProgram(args, { cwd: this.folder });
  }

  /** Links a package that is installed in this repository, in its own folder or in another of it. */
  link(name: string, installed = 'node_modules'): void {
    const place = join(this.folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(repository, installed, name), place);
  }
}
