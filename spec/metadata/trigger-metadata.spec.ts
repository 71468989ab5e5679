import { expect } from 'chai';
import { StandardOwner } from '../../lib/metadata/standard-metadata.js';
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

  describe('that a standard decorator left', () => {
    const key = Symbol.for('Symbol.metadata');
    /** Gives a class its bag as compilers do: of a subclass some let it inherit from the parent's, some do not. */
    const withBag = (target: object, bag: object): void => {
      Object.defineProperty(target, key, { value: bag, configurable: true });
    };

    for (const inherits of [true, false]) {
      it(`is the class's own, where bags ${inherits ? 'inherit' : 'do not inherit'}`, () => {
        class Parent {}
        class Child extends Parent {}
        const bag = {};
        const childBag = inherits ? (Object.create(bag) as object) : {};
        addTriggerMetadata(new StandardOwner(bag, 'prototype'), record('one'));
        addTriggerMetadata(new StandardOwner(childBag, 'prototype'), record('two'));
        withBag(Parent, bag);
        withBag(Child, childBag);
        class Grandchild extends Child {}
        expect(ownTriggerMetadata(Parent.prototype)).to.deep.equal([record('one')]);
        expect(ownTriggerMetadata(Child.prototype)).to.deep.equal([record('two')]);
        expect(ownTriggerMetadata(Grandchild.prototype)).to.deep.equal([]);
      });
    }

    it('is of the class or of its prototype, which share a bag', () => {
      class Handlers {}
      const bag = {};
      addTriggerMetadata(new StandardOwner(bag, 'prototype'), record('one'));
      addTriggerMetadata(new StandardOwner(bag, 'class'), record('two'));
      withBag(Handlers, bag);
      expect(ownTriggerMetadata(Handlers.prototype)).to.deep.equal([record('one')]);
      expect(ownTriggerMetadata(Handlers)).to.deep.equal([record('two')]);
    });

    it('stands beside what a legacy decorator left with the same class', () => {
      class Handlers {}
      const bag = {};
      addTriggerMetadata(new StandardOwner(bag, 'prototype'), record('standard'));
      withBag(Handlers, bag);
      addTriggerMetadata(Handlers.prototype, record('legacy'));
      expect(ownTriggerMetadata(Handlers.prototype)).to.deep.equal([record('legacy'), record('standard')]);
    });

    it('is found under the symbol that the engine has, too', () => {
      class Handlers {}
      const bag = {};
      addTriggerMetadata(new StandardOwner(bag, 'prototype'), record('one'));
      const symbols = Symbol as { metadata?: symbol };
      const before = symbols.metadata;
      symbols.metadata = Symbol('Symbol.metadata');
      try {
        Object.defineProperty(Handlers, symbols.metadata, { value: bag });
        expect(ownTriggerMetadata(Handlers.prototype)).to.deep.equal([record('one')]);
      } finally {
        if (before) symbols.metadata = before;
      }
    });
  });
});
