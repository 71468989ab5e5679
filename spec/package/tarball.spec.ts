import { expect } from 'chai';
import { packedPackage, sourcesOf, type PackedPackage } from './packed-package.js';

describe('the tarball', function () {
  this.timeout(180_000);
  let packed: PackedPackage;

  before(async () => {
    packed = await packedPackage();
  });

  it('holds bundled code, declarations, sources, the licence and nothing else', () => {
    const wanted = [
      /^dist\/package\/.+\.js(?:\.map)?$/,
      /^dist\/lib\/.+\.d\.ts(?:\.map)?$/,
      /^lib\/.+\.ts$/,
      /^(?:package\.json|README\.md|LICENSE)$/,
    ];
    expect(packed.files.filter((file) => !wanted.some((each) => each.test(file)))).to.deep.equal([]);
    expect(packed.files).to.include.members(['LICENSE', 'dist/package/index.js', 'lib/index.ts']);
  });

  it('holds every source that a source map names, and the declarations of every source', () => {
    const { files, folder } = packed;
    const sources = files.filter((file) => file.startsWith('lib/'));
    const named = (ending: string): string[] =>
      files.filter((file) => file.endsWith(ending)).flatMap((file) => sourcesOf(folder, file));
    expect(sources).to.include.members(named('.js.map'));
    expect(named('.d.ts.map').sort()).to.deep.equal(sources.sort());
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
