import { expect } from 'chai';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { packedPackage, type PackedPackage } from './packed-package.js';

describe('the tarball', function () {
  this.timeout(180_000);
  let packed: PackedPackage;

  before(async () => {
    packed = await packedPackage();
  });

  it('holds bundled code, declarations, documentation, examples, the licence and nothing else', () => {
    const wanted = [
      /^dist\/package\/.+\.(?:js(?:\.map)?|d\.ts)$/,
      /^docs\/(?:\w[\w-]*\/)*[\w-]+\.(?:md|svg|png)$/,
      /^examples\/(?!.*(?:node_modules|__pycache__))/,
      /^(?:package\.json|README\.md|CHANGELOG\.md|CONTRIBUTING\.md|SECURITY\.md|LICENSE)$/,
    ];
    expect(packed.files.filter((file) => !wanted.some((each) => each.test(file)))).to.deep.equal([]);
    expect(packed.files).to.include.members(['LICENSE', 'dist/package/index.js', 'docs/getting-started.md']);
  });

  it('is of less than 420 files and 8 MB', () => {
    expect(packed.files.length).to.be.below(420);
    const bytes = packed.files.reduce((sum, file) => sum + statSync(join(packed.folder, file)).size, 0);
    expect(bytes).to.be.below(8_000_000);
  });

  it('has in its source maps the sources that they name', () => {
    const maps = packed.files.filter((file) => file.endsWith('.js.map'));
    expect(maps).to.not.deep.equal([]);
    for (const map of maps) {
      const { sources, sourcesContent = [] } = JSON.parse(readFileSync(join(packed.folder, map), 'utf8')) as {
        sources: string[];
        sourcesContent?: (string | null)[];
      };
      expect(sourcesContent.filter(Boolean), map).to.have.lengthOf(sources.length);
    }
  });

  it('has what the links of its pages lead to, but for those who change it', () => {
    const forContributors = ['CONTRIBUTING.md', 'docs/architecture.md', 'docs/decisions.md'];
    const pages = packed.files.filter((file) => file.endsWith('.md') && !forContributors.includes(file));
    for (const page of pages) {
      const text = readFileSync(join(packed.folder, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
      for (const [, target = ''] of text.matchAll(/\]\(([^)\s#:]+)(?:#[^)]*)?\)/g)) {
        const path = normalize(join(dirname(page), target)).replace(/\/$/, '');
        const isThere = packed.files.some((file) => file === path || file.startsWith(`${path}/`));
        expect(isThere, `${page} -> ${target}`).to.equal(true);
      }
    }
  });

  it('has a file for every entry of "exports", "main" and "types"', () => {
    const { files, manifest } = packed;
    const targets = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );
    const named = [...targets, manifest.main, manifest.types].map((target) => target.replace('./', ''));
    expect(files).to.include.members(named);
  });

  it('tells bundlers to keep the entry, which loads reflect-metadata', () => {
    expect(packed.manifest.sideEffects).to.include(packed.manifest.main);
  });

  it('has the types of every subpath for resolvers that do not read "exports"', () => {
    const { exports, typesVersions = {} } = packed.manifest;
    const typesOf = Object.entries(exports).flatMap(([subpath, entry]) =>
      subpath === '.' || typeof entry === 'string' ? [] : [[subpath.replace('./', ''), [entry.types]]],
    );
    expect(typesVersions['*'] ?? {}).to.deep.equal(Object.fromEntries(typesOf));
  });

  it('requires the packages of which two copies would break its users, and offers more', () => {
    const { peerDependencies, peerDependenciesMeta, dependencies } = packed.manifest;
    const [optional, required] = [true, false].map((wanted) =>
      Object.keys(peerDependencies).filter(
        (peer) => (peerDependenciesMeta[peer]?.optional ?? false) === wanted,
      ),
    );
    expect(required).to.have.members(['ioredis', 'reflect-metadata']);
    expect(optional).to.have.members([
      '@azure/functions',
      '@grpc/grpc-js',
      '@grpc/proto-loader',
      '@nestjs/common',
      '@nestjs/core',
      '@opentelemetry/api',
      'class-transformer',
      'class-validator',
      'class-validator-jsonschema',
      'prom-client',
      'tsyringe',
      'wasmoon-lua5.1',
      'yaml',
    ]);
    expect(dependencies).to.not.have.any.keys(Object.keys(peerDependencies));
  });
});
