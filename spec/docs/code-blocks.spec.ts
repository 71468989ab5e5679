import { expect } from 'chai';
import { pages, readText, writeText } from './pages.js';

/** A TypeScript block, with the comment before it that names its file and region. */
const blocks = /(?:<!-- file: (\S+?)(?:#(\S+))? -->\n\n)?```(?:ts|typescript)\n([\s\S]*?)```/g;

/** `UPDATE_DOCS=1 npx mocha --grep 'code blocks'` writes the files' text into the pages. */
const update = Boolean(process.env.UPDATE_DOCS);

describe('the code blocks of the docs', () => {
  for (const page of pages) {
    it(`of ${page} are what the files say`, () => {
      if (update) writeText(page, readText(page).replace(blocks, withText));
      for (const [block, file, region, text] of readText(page).matchAll(blocks)) {
        expect(file, `a block of ${page} names no file:\n${block}`).to.be.a('string');
        expect(text, `${page}: ${file ?? ''}#${region ?? ''}`).to.equal(sourceOf(file ?? '', region));
      }
    });
  }
});

function withText(block: string, file: string | undefined, region: string | undefined): string {
  if (file === undefined) return block;
  const name = region === undefined ? file : `${file}#${region}`;
  return `<!-- file: ${name} -->\n\n\`\`\`ts\n${sourceOf(file, region)}\`\`\``;
}

/** The text of a file without the marks of regions, or of one region of it. */
function sourceOf(file: string, region: string | undefined): string {
  const source = readText(file);
  if (region === undefined) return source.replace(/^\/\/ #(?:end)?region .*\n/gm, '');
  const [, text] =
    new RegExp(`^// #region ${region}\\n([\\s\\S]*?)^// #endregion ${region}$`, 'm').exec(source) ?? [];
  if (text === undefined) throw new Error(`${file} has no region ${region}`);
  return text;
}
