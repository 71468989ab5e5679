import { createHash } from 'node:crypto';
import { pageFiles } from '../page-files.js';

/** A file that is the same for everybody. */
export interface StaticFile {
  readonly type: string;
  readonly body: string;
  readonly etag: string;
}

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#c8372d"/><path d="M18.5 4 8 18h6.500l-2 10L24 13h-7z" fill="#fff"/></svg>`;

/** Every link in it is relative, so that it works under any path. */
const document = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>redis-triggers</title>
    <link rel="icon" href="icon.svg" />
    <link rel="stylesheet" href="page.css" />
    <script type="module" src="page.js"></script>
  </head>
  <body>
    <div id="page"><noscript>This page needs JavaScript. The command line does the same: npx redis-triggers status.</noscript></div>
  </body>
</html>
`;

/** The files of the page by their names; the document has none. */
export const staticFiles: ReadonlyMap<string, StaticFile> = new Map([
  ['', file('text/html; charset=utf-8', document)],
  ['page.js', file('text/javascript; charset=utf-8', pageFiles.script)],
  ['page.css', file('text/css; charset=utf-8', pageFiles.style)],
  ['icon.svg', file('image/svg+xml', icon)],
]);

function file(type: string, body: string): StaticFile {
  return { type, body, etag: etagOf(body) };
}

/** Changes with the text. */
export function etagOf(text: string): string {
  return `"${createHash('sha1').update(text).digest('base64url')}"`;
}
