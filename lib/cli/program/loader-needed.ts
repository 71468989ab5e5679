/** Thrown where the handlers are TypeScript and the process has no loader: the command starts another one with it. */
export class LoaderNeeded extends Error {
  constructor(readonly file: string) {
    super(`${file} needs a loader`);
  }
}
