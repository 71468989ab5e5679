/** What to do where a function has several keys. */
export const sayWhich = 'Say which one';

/** Why what somebody wrote is no message of a function, and what to do. */
export class MessageRefused extends Error {
  constructor(
    readonly what: string,
    readonly remedy: string,
  ) {
    super(`${what}. ${remedy}`);
  }
}
