import { expect } from 'chai';
import { readText, sectionOf, tableRows } from './pages.js';

describe('docs/api.md', () => {
  const page = readText('docs/api.md');
  const sections = [
    'Decorators',
    'Sending',
    'Messages',
    'Runtime',
    'Functions',
    'Containers',
    'Connections and settings',
  ];
  const indexes = [
    { index: 'lib/index.ts', headings: [...sections, 'Errors'] },
    { index: 'lib/testing/index.ts', headings: ['Testing'] },
    { index: 'lib/scaling/index.ts', headings: ['Scaling'] },
    { index: 'lib/fleet/index.ts', headings: ['Fleet'] },
    { index: 'lib/telemetry/index.ts', headings: ['Telemetry'] },
    { index: 'lib/ui/index.ts', headings: ['The page'] },
    { index: 'lib/azure/index.ts', headings: ['Azure'] },
    { index: 'lib/nest/index.ts', headings: ['NestJS'] },
    { index: 'lib/nest/testing/index.ts', headings: ['Testing NestJS'] },
  ];

  for (const { index, headings } of indexes) {
    const isType = new Map(exportsOf(readText(index)));
    const rows = headings.flatMap((heading) => tableRows(sectionOf(page, heading)));
    const listed = rows.map(([name = '', kind = '']) => [name.replaceAll('`', ''), kind] as const);

    it(`lists every export of ${index} once`, () => {
      expect(listed.map(([name]) => name)).to.have.members([...isType.keys()]);
    });

    it(`says which exports of ${index} exist only as types`, () => {
      for (const [name, kind] of listed) expect(kind === 'type', name).to.equal(isType.get(name));
    });
  }

  it('lists the options of createRuntime', () => {
    const optionsOf = (file: string): string[] => {
      const [, body = ''] = /interface \w*RuntimeOptions [^{]*\{([\s\S]*?)^\}/m.exec(readText(file)) ?? [''];
      return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name = '']) => `\`${name}\``);
    };
    const options = ['lib/runtime/runtime-options.ts', 'lib/create-runtime.ts'].flatMap(optionsOf);
    const documented = tableRows(sectionOf(page, 'Options of createRuntime')).map(([name]) => name);
    expect(documented).to.deep.equal(options);
  });
});

/** The names that an index exports, each with whether it is a type only. */
function exportsOf(source: string): [string, boolean][] {
  return [...source.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, type, names = '']) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name): [string, boolean] => [
        name.replace(/^type /, ''),
        Boolean(type) || name.startsWith('type '),
      ]),
  );
}
