import { expect } from 'chai';
import { InFlightList, type InFlight } from '../../../lib/listeners/window/in-flight-list.js';

interface Item extends InFlight<Item> {
  readonly name: string;
}

function item(name: string): Item {
  return { name, before: undefined, after: undefined };
}

describe('InFlightList', () => {
  it('keeps the order in which items came, whichever go', () => {
    const list = new InFlightList<Item>();
    const items = ['a', 'b', 'c', 'd', 'e'].map(item);
    const [a, b, c, d, e] = items as [Item, Item, Item, Item, Item];
    const names = (): string => [...list].map(({ name }) => name).join('');
    for (const each of items) list.add(each);
    expect([names(), list.size]).to.deep.equal(['abcde', 5]);
    list.remove(c);
    expect([names(), list.size]).to.deep.equal(['abde', 4]);
    list.remove(a);
    list.remove(e);
    expect([names(), list.size]).to.deep.equal(['bd', 2]);
    list.add(a);
    expect(names()).to.equal('bda');
    for (const each of [d, b, a]) list.remove(each);
    expect([names(), list.size]).to.deep.equal(['', 0]);
    list.add(e);
    expect(names()).to.equal('e');
  });

  it('leaves no way from an item that was taken out to the others', () => {
    const list = new InFlightList<Item>();
    const [a, b, c] = ['a', 'b', 'c'].map(item) as [Item, Item, Item];
    for (const each of [a, b, c]) list.add(each);
    list.remove(b);
    expect([b.before, b.after]).to.deep.equal([undefined, undefined]);
  });
});
