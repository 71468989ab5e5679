import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { staticFiles } from '../../lib/ui/http/static-files.js';

describe('the files of the page', () => {
  it('have 30 kB in all, as they are sent', () => {
    const sizes = [...staticFiles.values()].map(({ body }) => gzipSync(body).length);
    expect(sizes.every((size) => size > 50)).to.equal(true);
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.below(30 * 1_024);
  });

  it('ask nobody else for anything', () => {
    for (const [name, { body }] of staticFiles) {
      const addresses = [...body.matchAll(/(?:https?:)?\/\/[a-z0-9-]+\.[a-z.]+[^"'`\s]*/gi)].map(
        ([found]) => found,
      );
      // The names of the namespaces of SVG and XHTML are no addresses.
      expect(
        addresses.filter((each) => !each.includes('//www.w3.org/')),
        name,
      ).to.deep.equal([]);
      expect(body, name).not.to.match(/@import|url\(/);
    }
  });

  it('have no way to run what is not theirs', () => {
    const script = staticFiles.get('page.js')?.body ?? '';
    expect(script.length).to.be.above(10_000);
    expect(script).not.to.match(/\beval\(|new Function|document\.write|insertAdjacentHTML|\.outerHTML/);
  });
});
