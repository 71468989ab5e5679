import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const library = new URL('../../lib/', import.meta.url);

/** Which of these packages a new process has loaded after this script. */
async function loadedAfter(script: string): Promise<string[]> {
  const look = `
    import { createRequire } from 'node:module';
    ${script}
    const files = Object.keys(createRequire(${JSON.stringify(import.meta.url)}).cache);
    const names = ['tsyringe', 'class-validator', 'class-transformer'];
    console.log(JSON.stringify(names.filter((name) => files.some((file) => file.includes('/node_modules/' + name + '/')))));
  `;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', look]);
  return JSON.parse(stdout) as string[];
}

describe('Packages that not every program needs', () => {
  const index = `await import(${JSON.stringify(new URL('index.js', library).href)});`;

  it('are not loaded with the library', async () => {
    expect(await loadedAfter(index)).to.deep.equal([]);
  });

  it('are loaded for a payload class, as far as it needs them', async () => {
    const decoder = JSON.stringify(new URL('binding/payload-decoder.js', library).href);
    const script = `${index}
      const { payloadDecoder } = await import(${decoder});
      await payloadDecoder({ kind: 'list', place: 'A.b', payload: class {} }).catch(() => undefined);`;
    expect(await loadedAfter(script)).to.deep.equal(['class-validator', 'class-transformer']);
  });
});
