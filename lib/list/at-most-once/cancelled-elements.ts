import type { ListElement } from '../../messages/list-element.js';

/** What a stop has taken from handlers: its elements are in no list, and go back together at the end. */
export class CancelledElements {
  private readonly elements = new Set<ListElement>();
  /** What had begun when the first was cancelled, in the order in which it was popped. */
  private begun?: readonly ListElement[];

  constructor(
    /** The works that have begun and not ended. */
    private readonly unfinished: () => readonly (readonly ListElement[])[],
  ) {}

  get isEmpty(): boolean {
    return this.elements.size === 0;
  }

  add(elements: readonly ListElement[]): void {
    this.begun ??= this.unfinished().flat();
    for (const element of elements) this.elements.add(element);
  }

  /** In the order in which they were popped: handlers end in any. */
  get inOrder(): ListElement[] {
    const known = this.begun?.filter((element) => this.elements.has(element)) ?? [];
    return [...new Set([...known, ...this.elements])];
  }
}
