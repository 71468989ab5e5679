import { expect } from 'chai';
import { pages, readText, writeText } from './pages.js';

/** A TypeScript block, with the comment before it that names its file and region. */
const typescript = /(?:<!-- file: (\S+?)(?:#(\S+))? -->\n\n)?```(?:ts|typescript)\n([\s\S]*?)```/g;

/** A comment that names a file, with the block of any language that it is for. */
const named = /<!-- file: (\S+?)(?:#(\S+))? -->\n(?:\n```(\w+)\n([\s\S]*?)```)?/g;

/** `UPDATE_DOCS=1 npx mocha --grep 'code blocks'` writes the files' text into the pages. */
const update = Boolean(process.env.UPDATE_DOCS);

describe('the code blocks of the docs', () => {
  for (const page of pages) {
    it(`of ${page} are what the files say`, () => {
      if (update) writeText(page, readText(page).replace(named, withText));
      const text = readText(page);
      for (const [block, file] of text.matchAll(typescript))
        expect(file, `a block of ${page} names no file:\n${block}`).to.be.a('string');
      for (const [, file = '', region, , code] of text.matchAll(named))
        expect(code, `${page}: ${file}#${region ?? ''}`).to.equal(sourceOf(file, region));
    });
  }
});

/** A comment without a block gets one. */
function withText(_block: string, file: string, region?: string, language?: string): string {
  const name = region === undefined ? file : `${file}#${region}`;
  const code = sourceOf(file, region);
  return `<!-- file: ${name} -->\n\n\`\`\`${language ?? languageOf(file)}\n${code}\`\`\`${language ? '' : '\n'}`;
}

function languageOf(file: string): string {
  return { ts: 'ts', cjs: 'js', mjs: 'js', service: 'ini' }[file.split('.').at(-1) ?? ''] ?? 'text';
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
