import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { entryModules } from '../support/bundle-package.js';
import { packedPackage, sourcesOf, type PackedPackage } from './packed-package.js';
import { Project } from './project.js';

/** What the entry points load at once, besides Node.js: each takes its time whether it is needed or not. */
const loadedAtOnce = ['fastest-levenshtein', 'ioredis', 'reflect-metadata'];

/** Node.js takes about a third of a millisecond for each file that it imports. */
const mostFiles = { imported: 6, run: 7, withRuntime: 12 };

/** What is imported by a program that runs functions, and so loads all that they need in any case. */
const withRuntime = ['azure', 'ui', 'nest', 'nest/testing'].map((name) => `dist/package/${name}/index.js`);

describe('the bundled code of the package', function () {
  this.timeout(180_000);
  let packed: PackedPackage;
  let entries: string[];
  /** Those that programs import; the others they run. */
  let imported: string[];

  before(async () => {
    packed = await packedPackage();
    const { exports } = packed.manifest;
    entries = entryModules(packed.manifest).map((module) => `dist/package/${module}.js`);
    imported = entryModules({ exports }).map((module) => `dist/package/${module}.js`);
  });

  it('is what every entry point is in', () => {
    const { exports, bin = {} } = packed.manifest;
    const targets = Object.values(exports).flatMap((each) =>
      typeof each === 'string' ? [] : [each.default],
    );
    const all = [...targets, ...Object.values(bin)].map((target) => target.replace('./', ''));
    expect(entries).to.deep.equal(all);
    expect(packed.files).to.include.members(entries);
  });

  it('is read from few files', () => {
    for (const entry of entries) {
      const kind = withRuntime.includes(entry)
        ? 'withRuntime'
        : imported.includes(entry)
          ? 'imported'
          : 'run';
      const most = mostFiles[kind];
      expect(loadedBy(entry).files.length, entry).to.be.at.most(most);
    }
  });

  it('is of characters that V8 keeps with one byte each', () => {
    const code = packed.files.filter((file) => /^dist\/package\/.+\.js$/.test(file));
    expect(code.filter((file) => /[\u0100-\uffff]/.test(textOf(file)))).to.deep.equal([]);
  });

  it('loads pino and whatever else is rarely needed when it is needed', () => {
    const packagesOf = (entries: readonly string[]): string[] => [
      ...new Set(entries.flatMap((entry) => loadedBy(entry).packages)),
    ];
    const others = imported.filter((entry) => !withRuntime.includes(entry));
    expect(packagesOf(others)).to.have.members(loadedAtOnce);
    expect(packagesOf(withRuntime)).to.have.members([
      ...loadedAtOnce,
      'hono',
      '@nestjs/common',
      '@nestjs/core',
    ]);
  });

  it('loads no client and no container where handlers are only declared', () => {
    expect(loadedBy('dist/package/index.js').packages).to.have.members([
      'reflect-metadata',
      'fastest-levenshtein',
    ]);
  });

  it('needs NestJS for what is for NestJS alone, also in what is loaded later', () => {
    const code = packed.files.filter((file) => /^dist\/package\/.+\.js$/.test(file));
    const ofNest = new Set(
      code.filter((file) => importsOf(file).some((name) => name.startsWith('@nestjs/'))),
    );
    expect([...ofNest].some((file) => file.includes('shared/'))).to.equal(true);
    const reaching = code.filter((file) => {
      const all = [...textOf(file).matchAll(/(?:from |import ?\(?)"(\.[^"]+)"/g)].map(([, name = '']) =>
        join(dirname(file), name),
      );
      return all.some((name) => ofNest.has(name));
    });
    expect(reaching.filter((file) => !/\/nest(?:-testing)?[./]/.test(file))).to.deep.equal([]);
  });

  it('loads no client to read a command line', () => {
    expect(loadedBy('dist/package/shared/command-line.js').packages).to.not.include('ioredis');
    expect(loadedBy('dist/package/shared/command-line.js').packages).to.include('commander');
  });

  it('loads reflect-metadata before tsyringe, in whichever order a loader takes the files', () => {
    const code = packed.files.filter((file) => /^dist\/package\/.+\.js$/.test(file));
    const withTsyringe = code.filter((file) => importsOf(file).includes('tsyringe'));
    expect(withTsyringe).to.not.deep.equal([]);
    for (const file of withTsyringe) {
      const [first] = importsOf(file).filter((name) => /^(?:tsyringe|reflect-metadata)$/.test(name));
      expect(first, file).to.equal('reflect-metadata');
    }
  });

  it('has each source once, so that all entry points share its classes', () => {
    const maps = packed.files.filter((file) => file.endsWith('.js.map'));
    const sources = maps.flatMap((map) => sourcesOf(packed.folder, map));
    expect(sources.filter((source, index) => sources.indexOf(source) !== index)).to.deep.equal([]);
  });

  it('calls its classes what they are called in the source', async () => {
    const project = await Project.create('class-names', {
      packages: ['@nestjs/common', '@nestjs/core', 'rxjs'],
    });
    const urls = imported.map((entry) =>
      pathToFileURL(join(project.folder, 'node_modules/redis-triggers', entry)),
    );
    for (const url of urls) {
      const exported = Object.entries((await import(url.href)) as Record<string, unknown>);
      const classes = exported.filter(([name, value]) => /^[A-Z]/.test(name) && typeof value === 'function');
      expect(classes.map(([, value]) => (value as { name: string }).name)).to.deep.equal(
        classes.map(([name]) => name),
      );
    }
    const code = packed.files
      .filter((file) => /^dist\/package\/.+\.js$/.test(file))
      .map(textOf)
      .join('\n');
    expect(code.match(/\bclass (?:_\w+|\w+\$\d+)\b/g) ?? []).to.deep.equal([]);
  });

  it('looks for no file beside itself, because such a file is elsewhere once it is bundled', () => {
    const sources = packed.files.filter((file) => file.startsWith('lib/'));
    const asking = sources.filter((file) => textOf(file).includes('import.meta'));
    // They ask for a package, and for package.json, which are found from there, too; one is text of a file that is written.
    const allowed = [
      'lib/azure/convert/calling-scripts.ts',
      'lib/binding/class-packages.ts',
      'lib/di/tsyringe-registration.ts',
      'lib/cli/run-command-line.ts',
    ];
    const entrySources = entryModules(packed.manifest).map((module) => `lib/${module}.ts`);
    expect(asking.filter((file) => ![...allowed, ...entrySources].includes(file))).to.deep.equal([]);
  });

  /** The files of the package, and the packages, that an entry point loads before anything of it runs. */
  function loadedBy(entry: string): { readonly files: string[]; readonly packages: string[] } {
    const files = new Set([entry]);
    const packages = new Set<string>();
    // A Set that grows while it is walked through gives what was added, too.
    for (const file of files) {
      for (const name of importsOf(file)) {
        if (name.startsWith('.')) files.add(join(dirname(file), name));
        else if (!name.startsWith('node:')) packages.add(name);
      }
    }
    return { files: [...files], packages: [...packages] };
  }

  /** What a file imports, in this order, before anything of it runs. */
  function importsOf(file: string): string[] {
    const statements = textOf(file).matchAll(/^(?:im|ex)port\b[^;'"]*["']([^"']+)["'];$/gm);
    return [...statements].map(([, name = '']) => name);
  }

  function textOf(file: string): string {
    return readFileSync(join(packed.folder, file), 'utf8');
  }
});
