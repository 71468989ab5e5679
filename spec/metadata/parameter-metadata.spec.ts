import { expect } from 'chai';
import {
  addParameterMetadata,
  parameterMetadata,
  reflectedParameterTypes,
} from '../../lib/metadata/parameter-metadata.js';
import { addTriggerMetadata } from '../../lib/metadata/trigger-metadata.js';

describe('parameterMetadata', () => {
  const context = { from: 'context' } as const;
  const message = { from: 'message' } as const;
  class Parent {}
  class Child extends Parent {}
  addParameterMetadata(Parent.prototype, 'run', 0, message);
  addParameterMetadata(Parent.prototype, 'run', 1, context);

  it("has the parent's records where the class has none", () => {
    expect(parameterMetadata(Child.prototype, 'run')).to.deep.equal({ 0: message, 1: context });
  });

  it('has the own records alone where there are any', () => {
    class Own extends Parent {}
    addParameterMetadata(Own.prototype, 'run', 0, context);
    expect(parameterMetadata(Own.prototype, 'run')).to.deep.equal({ 0: context });
    expect(parameterMetadata(Parent.prototype, 'run')).to.deep.equal({ 0: message, 1: context });
  });

  it("has none of the parent's for a method with a trigger of its own", () => {
    class Anew extends Parent {}
    addTriggerMetadata(Anew.prototype, { kind: 'list', method: 'run', options: {}, target: 'method' });
    expect(parameterMetadata(Anew.prototype, 'run')).to.deep.equal({});
  });

  it("has no emitted types of a parent's for a method with a trigger of its own", () => {
    class Typed {}
    Reflect.defineMetadata('design:paramtypes', [String], Typed.prototype, 'run');
    class Inheriting extends Typed {}
    expect(reflectedParameterTypes(Inheriting.prototype, 'run')).to.deep.equal([String]);
    class Anew extends Typed {}
    addTriggerMetadata(Anew.prototype, { kind: 'list', method: 'run', options: {}, target: 'method' });
    expect(reflectedParameterTypes(Anew.prototype, 'run')).to.equal(undefined);
    class Below extends Anew {}
    expect(reflectedParameterTypes(Below.prototype, 'run')).to.equal(undefined);
  });

  it('has none for a method without decorators', () => {
    expect(parameterMetadata(Child.prototype, 'toString')).to.deep.equal({});
  });
});
