import { expect } from 'chai';
import { readText, sectionOf, tableRows } from './pages.js';

describe('docs/events.md', () => {
  it('lists every event once, in the order of RuntimeEvents', () => {
    const [, body = ''] =
      /interface RuntimeEvents \{([\s\S]*?)^\}/m.exec(readText('lib/events/runtime-events.ts')) ?? [];
    const names = [...body.matchAll(/^ {2}readonly (\w+):/gm)].map(([, name = '']) => `\`${name}\``);
    const listed = tableRows(sectionOf(readText('docs/events.md'), 'Events')).map(([name]) => name);
    expect(listed).to.deep.equal(names);
  });
});
