import { readFileSync } from 'node:fs';

/** The sidebar is the index of the documentation: its headings are groups, and the links under them are items. */
export function sidebarOf(page) {
  const text = readFileSync(new URL(`../${page}`, import.meta.url), 'utf8');
  const [, ...groups] = text.split(/^## /m);
  return groups.map((group) => ({
    text: group.slice(0, group.indexOf('\n')),
    collapsed: false,
    items: [...group.matchAll(/\[([^\]]+)\]\(([\w/-]+)\.md\)/g)].map(([, title, path]) => ({
      text: title[0].toUpperCase() + title.slice(1),
      link: `/${path}`,
    })),
  }));
}
