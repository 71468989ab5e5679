import { expect } from 'chai';
import { fieldPrefix } from '../../lib/dead-letters/dead-letter-fields.js';
import { readDeadLetter } from '../../lib/dead-letters/read-dead-letter.js';
import type { DeadLetter } from '../../lib/messages/dead-letter.js';
import type { StreamField } from '../../lib/messages/stream-entry.js';

function read(...flat: string[]): DeadLetter | undefined {
  const fields = flat.flatMap((name, index): StreamField[] =>
    index % 2 === 0 ? [[Buffer.from(name), Buffer.from(flat[index + 1] ?? '')]] : [],
  );
  return readDeadLetter('letters', '5-1', fields);
}

describe('a dead letter that is read', () => {
  it('has an empty message where somebody took away its body', () => {
    for (const kind of ['list', 'pubsub']) {
      const letter = read('kind', kind, 'source', 'orders');
      expect(letter?.message.toModel().message).to.equal('');
    }
  });

  it('is none where the kind of its message is unknown', () => {
    expect(read('kind', 'toString', 'source', 'orders')).to.equal(undefined);
    expect(read('source', 'orders')).to.equal(undefined);
  });

  it('has a stack only where one was written', () => {
    const known = ['kind', 'list', 'errorName', 'Error', 'errorMessage', 'x'];
    expect(read(...known)?.error).to.deep.equal({ name: 'Error', message: 'x' });
    expect(read(...known, 'errorStack', 'at y')?.error).to.deep.equal({
      name: 'Error',
      message: 'x',
      stack: 'at y',
    });
  });

  it('keeps the fields of an entry apart from its own', () => {
    const letter = read('kind', 'stream', 'entryId', '1-1', 'deliveryCount', '3', `${fieldPrefix}kind`, 'x');
    expect(letter?.message).to.include({ kind: 'stream', id: '1-1', deliveryCount: 3 });
    expect(letter?.message).to.have.property('fields').with.length(1);
  });
});
