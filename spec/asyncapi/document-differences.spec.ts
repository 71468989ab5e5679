import { expect } from 'chai';
import { documentDifferences } from '../../lib/asyncapi/document-differences.js';

describe('the differences of two documents', () => {
  it('are none where only the order of members differs', () => {
    expect(documentDifferences({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).to.deep.equal([]);
  });

  it('are where a member is missing, is new, or has another value', () => {
    const inFile = { 'a/b': { '~': 1 }, gone: [1], list: [1, 2], kind: {} };
    const inHandlers = { 'a/b': { '~': 2 }, list: [1], kind: [], added: null };
    expect(documentDifferences(inFile, inHandlers)).to.deep.equal([
      { path: '/a~1b/~0', inFile: 1, inHandlers: 2 },
      { path: '/gone', inFile: [1] },
      { path: '/list/1', inFile: 2 },
      { path: '/kind', inFile: {}, inHandlers: [] },
      { path: '/added', inHandlers: null },
    ]);
  });
});
