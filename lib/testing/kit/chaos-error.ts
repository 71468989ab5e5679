/** An attempt failed because `chaos` wanted it to. */
export class ChaosError extends Error {
  override readonly name = 'ChaosError';

  constructor(when: string) {
    super(`chaos failed this attempt ${when}`);
  }
}
