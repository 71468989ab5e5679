import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The files of an app by their paths; what is no text is written as JSON. */
export type AppFiles = Readonly<Record<string, unknown>>;

/** A function app in a folder of its own. */
export class AppFolder implements Disposable {
  readonly folder: string;

  /** @param parent the folder that it is made in; default: that of temporary files */
  constructor(files: AppFiles, parent = tmpdir()) {
    this.folder = realpathSync(mkdtempSync(join(parent, 'redis-triggers-app-')));
    this.write({ 'host.json': { version: '2.0' }, 'package.json': {}, ...files });
  }

  write(files: AppFiles): void {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    }
  }

  /** Has the app find the published @azure/functions, as after npm install in its folder. */
  withAzureFunctions(): this {
    const installed = dirname(createRequire(import.meta.url).resolve('@azure/functions/package.json'));
    mkdirSync(join(this.folder, 'node_modules/@azure'), { recursive: true });
    symlinkSync(installed, join(this.folder, 'node_modules/@azure/functions'), 'dir');
    return this;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A function.json with one trigger. */
export function functionJson(trigger: object, more: object = {}): object {
  return { bindings: [{ name: 'entry', direction: 'in', ...trigger }], ...more };
}
