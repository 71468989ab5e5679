import { expect } from 'chai';
import { addTriggerMetadata, ownTriggerMetadata } from '../../lib/metadata/trigger-metadata.js';

describe('trigger metadata', () => {
  const record = (method: string) => ({ kind: 'list', method, options: {}, target: 'method' }) as const;

  it("is the class's own, and nobody's who inherits from it", () => {
    class Parent {}
    class Child extends Parent {}
    addTriggerMetadata(Parent.prototype, record('one'));
    addTriggerMetadata(Child.prototype, record('two'));
    expect(ownTriggerMetadata(Parent.prototype)).to.deep.equal([record('one')]);
    expect(ownTriggerMetadata(Child.prototype)).to.deep.equal([record('two')]);
  });

  it('stays as it was for whoever has read it', () => {
    class Handlers {}
    addTriggerMetadata(Handlers.prototype, record('one'));
    const before = ownTriggerMetadata(Handlers.prototype);
    addTriggerMetadata(Handlers.prototype, record('two'));
    expect(before).to.have.length(1);
    expect(ownTriggerMetadata(Handlers.prototype)).to.have.length(2);
  });

  it('is found by another copy of the package', () => {
    class Handlers {}
    addTriggerMetadata(Handlers.prototype, record('one'));
    const key = Symbol.for('redis-triggers:triggers');
    expect(Reflect.getOwnMetadata(key, Handlers.prototype)).to.deep.equal([record('one')]);
  });
});
