import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import { readSettingsFile } from '../../lib/settings/settings-file.js';

describe('readSettingsFile', () => {
  let folder: string;
  let path: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings-'));
    path = join(folder, 'local.settings.json');
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  function read(content: unknown) {
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return readSettingsFile(path);
  }

  function errorOf(action: () => unknown): RedisTriggersError {
    try {
      action();
    } catch (error) {
      if (error instanceof RedisTriggersError) return error;
      throw error;
    }
    throw new Error('the file was accepted');
  }

  it('finds Values as they are named, in any case', () => {
    const settings = read({ IsEncrypted: false, Values: { Orders: 'h:1', A__B: 'x' }, Host: { CORS: '*' } });
    expect(settings.get('orders')).to.equal('h:1');
    expect(settings.get('a:b')).to.equal('x');
    expect(settings.get('Host')).to.equal(undefined);
  });

  it('finds ConnectionStrings, as a text or as an object', () => {
    const settings = read({
      ConnectionStrings: { Orders: 'h:1', Stock: { ConnectionString: 'h:2', ProviderName: 'x' } },
    });
    expect(settings.get('ConnectionStrings:Orders')).to.equal('h:1');
    expect(settings.get('connectionstrings:stock')).to.equal('h:2');
    expect(settings.get('Orders')).to.equal(undefined);
  });

  it('makes texts of numbers and booleans, and takes null and nothing for not set', () => {
    const settings = read({ Values: { a: 1.5, b: true, c: null, d: '' } });
    expect(['a', 'b', 'c', 'd'].map((name) => settings.get(name))).to.deep.equal([
      '1.5',
      'true',
      undefined,
      undefined,
    ]);
  });

  it('tolerates a byte order mark, comments and a last comma, but not inside a text', () => {
    const settings = read(
      '\uFEFF// first\n{ "Values": { /* one */ "url": "redis://h/*x*/", "quote": "\\",}//", },\n } // last',
    );
    expect(settings.get('url')).to.equal('redis://h/*x*/');
    expect(settings.get('quote')).to.equal('",}//');
  });

  it('finds nothing in a file that does not exist', () => {
    expect(readSettingsFile(join(folder, 'absent.json')).get('a')).to.equal(undefined);
    expect(read({}).get('a')).to.equal(undefined);
  });

  const invalid: [string, unknown, RegExp][] = [
    ['is not JSON', '{ "Values": { "a": hunter2 } }', /not valid JSON/],
    ['is empty', '', /not valid JSON/],
    ['is an array', ['hunter2'], /does not hold a JSON object/],
    ['has Values that are a text', { Values: 'hunter2' }, /"Values" is not a JSON object/],
    [
      'has a value that is an object',
      { Values: { a: '1', hunter2: { b: 'hunter2' } } },
      /member 2 of "Values"/,
    ],
    ['has a value that is an array', { Values: { a: ['hunter2'] } }, /member 1 of "Values"/],
    [
      'has a connection string without a text',
      { ConnectionStrings: { a: { Password: 'hunter2' } } },
      /member 1 of "ConnectionStrings"/,
    ],
    ['is encrypted', { IsEncrypted: true, Values: { a: 'hunter2' } }, /is encrypted.*func settings decrypt/],
  ];
  for (const [fault, content, message] of invalid) {
    it(`refuses a file that ${fault}, and shows none of it`, () => {
      const error = errorOf(() => read(content));
      expect(error.code).to.equal('SETTINGS_FILE_INVALID');
      expect(error.place).to.equal(path);
      expect(error.message).to.match(message);
      expect(inspect(error)).to.not.include('hunter2');
    });
  }

  it('refuses a file that cannot be read', () => {
    const error = errorOf(() => readSettingsFile(folder));
    expect(error.message).to.include('cannot be read (EISDIR)');
  });
});
