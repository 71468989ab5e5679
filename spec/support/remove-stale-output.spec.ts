import { expect } from 'chai';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { removeStaleOutput } from './remove-stale-output.js';

describe('removeStaleOutput', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'redis-triggers-stale-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function write(...files: readonly string[]): void {
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), '');
    }
  }

  it('removes what was emitted for a source that is gone', () => {
    const emitted = ['a.spec.js', 'a.spec.js.map', 'a.spec.d.ts', 'a.spec.d.ts.map', 'b.cjs', 'b.d.cts'];
    write(...emitted.map((file) => `dist/spec/${file}`));
    expect(removeStaleOutput(root)).to.have.length(emitted.length);
    expect(emitted.filter((file) => existsSync(join(root, 'dist/spec', file)))).to.deep.equal([]);
  });

  it('leaves what has its source, and what no compiler emitted', () => {
    const kept = [
      'dist/spec/a.js',
      'dist/spec/a.d.ts',
      'dist/spec/b.mjs.map',
      'dist/.tsbuildinfo',
      'dist/package/a.js',
    ];
    write('spec/a.ts', 'spec/b.mts', ...kept);
    expect(removeStaleOutput(root)).to.deep.equal([]);
    expect(kept.filter((file) => !existsSync(join(root, file)))).to.deep.equal([]);
  });
});
