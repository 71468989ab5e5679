import { expect } from 'chai';
import fc from 'fast-check';
import { bytesAsJson } from '../../lib/messages/bytes-as-json.js';

const expected = (bytes: Buffer): string => JSON.stringify(bytes.toString());

describe('bytesAsJson', () => {
  it('is what JSON has for the text, whatever the bytes are', () => {
    const bytes = fc.uint8Array({ maxLength: 40 }).map((each) => Buffer.from(each));
    const texts = fc.string({ unit: 'binary', maxLength: 40 }).map((each) => Buffer.from(each));
    fc.assert(fc.property(fc.oneof(bytes, texts), (each) => bytesAsJson(each) === expected(each)));
  });

  it('escapes each single byte that needs it, at every place in a text', () => {
    for (let byte = 0; byte < 256; byte++) {
      for (let place = 0; place < 19; place++) {
        const bytes = Buffer.alloc(19, 'x');
        bytes[place] = byte;
        expect(bytesAsJson(bytes)).to.equal(expected(bytes));
      }
    }
  });

  it('takes texts of any length', () => {
    for (const length of [0, 1, 8, 1_024, 1_025, 100_000]) {
      const bytes = Buffer.alloc(length, 'x');
      expect(bytesAsJson(bytes)).to.equal(expected(bytes));
    }
  });
});
