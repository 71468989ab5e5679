import { posix } from 'node:path';
import { defineConfig } from 'vitepress';
import { writeErrorPages } from './error-pages.mjs';
import { sidebarOf } from './sidebar.mjs';

/** Pages for those who change the library: they are in the repository, and not on the site. */
const internals = ['architecture.md', 'decisions.md'];

writeErrorPages();

/** The site is made of the same pages that GitHub and the package show. */
export default defineConfig({
  title: 'redis-triggers',
  description: 'Decorated methods that run when something happens in Redis',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  cleanUrls: true,
  srcExclude: internals,
  rewrites: { 'README.md': 'index.md' },
  // What leads out of the site becomes text, below; every other dead link fails the build.
  ignoreDeadLinks: false,
  markdown: {
    anchor: { slugify },
    config(markdown) {
      unlinkOtherFiles(markdown);
      keepBraces(markdown);
    },
  },
  themeConfig: {
    nav: [
      { text: 'Getting started', link: '/getting-started' },
      { text: 'Cookbook', link: '/cookbook' },
      { text: 'Errors', link: '/errors' },
    ],
    sidebar: sidebarOf('README.md'),
    outline: [2, 3],
    search: { provider: 'local' },
  },
});

/** Anchors as GitHub makes them, because the pages link to each other by these. */
function slugify(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(' ', '-');
}

/** Turns links to what is not on the site, such as sources, into their text. */
function unlinkOtherFiles(markdown) {
  markdown.core.ruler.push('unlink-other-files', ({ tokens, env }) => {
    const folder = posix.dirname(env.relativePath ?? '');
    for (const { children } of tokens) {
      let isOutside = false;
      for (const token of children ?? []) {
        if (token.type === 'link_open') isOutside = leadsOut(folder, token.attrGet('href') ?? '');
        if (!isOutside || !token.type.startsWith('link_')) continue;
        const isEnd = token.type === 'link_close';
        Object.assign(token, { type: isEnd ? 'em_close' : 'em_open', tag: 'span', attrs: null });
        if (isEnd) isOutside = false;
      }
    }
  });
}

function leadsOut(folder, target) {
  if (/^(?:\w+:|#|\/)/.test(target)) return false;
  const [path] = posix.join(folder, target).split('#');
  return path.startsWith('..') || internals.includes(path);
}

/** Two braces in a text are braces, and no expression of Vue. */
function keepBraces(markdown) {
  const { rules } = markdown.renderer;
  for (const name of ['text', 'code_inline']) {
    const rule = rules[name];
    rules[name] = (...parts) => rule(...parts).replaceAll('{{', '&#123;&#123;');
  }
}
