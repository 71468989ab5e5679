/** Holds up a handler for as long as the spec wants. */
export class Gate {
  open = (): void => undefined;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}
