import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { repository } from '../../support/repository.js';

const compilerOptions =
  '{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }';

/** A project of a user in a folder of its own, where the command line is run. */
export class Project implements Disposable {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'redis-triggers-project-')));

  /** @param installed the packages that it has, beside redis-triggers */
  constructor(files: Readonly<Record<string, string>> = {}, installed: readonly string[] = []) {
    this.link('redis-triggers', '..');
    for (const name of installed) this.link(name);
    this.write({ 'package.json': '{ "type": "module" }', 'tsconfig.json': compilerOptions, ...files });
  }

  /** Writes files by their paths. Those of TypeScript stay so. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  /** Writes TypeScript as `tsc` compiles it, with decorator metadata: `shop.ts` becomes shop.js. */
  compile(files: Readonly<Record<string, string>>): void {
    const compilerOptions = {
      module: ts.ModuleKind.ES2022,
      target: ts.ScriptTarget.ES2022,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    };
    const compiled = Object.entries(files).map(([path, text]) => [
      path.replace(/\.ts$/, '.js'),
      ts.transpileModule(text, { compilerOptions }).outputText,
    ]);
    this.write(Object.fromEntries(compiled) as Record<string, string>);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Installs a package of this repository. */
  link(name: string, target = name, into = 'node_modules'): void {
    const path = join(this.folder, into, name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(repository, 'node_modules', target), path);
  }
}
