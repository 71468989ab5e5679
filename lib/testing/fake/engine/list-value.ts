import type { Bytes } from '../resp/bytes.js';

/** The end of a list. */
export type ListEnd = 'left' | 'right';

/** A list, in a ring: pushing and popping at both ends is cheap. */
export class ListValue {
  readonly type = 'list';
  private ring: Bytes[] = Array.from({ length: 8 }, () => '');
  private head = 0;
  private count = 0;

  constructor(elements: readonly Bytes[] = []) {
    for (const element of elements) this.push('right', element);
  }

  get length(): number {
    return this.count;
  }

  push(end: ListEnd, element: Bytes): void {
    if (this.count === this.ring.length) this.grow();
    if (end === 'left') this.head = this.wrap(this.head - 1);
    this.ring[end === 'left' ? this.head : this.wrap(this.head + this.count)] = element;
    this.count++;
  }

  pop(end: ListEnd): Bytes | undefined {
    if (this.count === 0) return undefined;
    const place = end === 'left' ? this.head : this.wrap(this.head + this.count - 1);
    const element = this.ring[place];
    this.ring[place] = '';
    if (end === 'left') this.head = this.wrap(this.head + 1);
    this.count--;
    return element;
  }

  get(index: number): Bytes | undefined {
    return index < 0 || index >= this.count ? undefined : this.ring[this.wrap(this.head + index)];
  }

  set(index: number, element: Bytes): void {
    this.ring[this.wrap(this.head + index)] = element;
  }

  /** The elements from `start` up to and without `end`. */
  slice(start = 0, end = this.count): Bytes[] {
    const elements: Bytes[] = [];
    for (let index = start; index < end; index++) elements.push(this.get(index) ?? '');
    return elements;
  }

  /** Puts these elements in the place of all. */
  replace(elements: readonly Bytes[]): void {
    this.ring = elements.length > 8 ? [...elements] : [...elements, ...Array.from({ length: 8 }, () => '')];
    this.head = 0;
    this.count = elements.length;
  }

  private wrap(place: number): number {
    const { length } = this.ring;
    return place < 0 ? place + length : place >= length ? place - length : place;
  }

  private grow(): void {
    const elements = this.slice();
    for (let index = elements.length; index > 0; index--) elements.push('');
    this.ring = elements;
    this.head = 0;
  }
}
