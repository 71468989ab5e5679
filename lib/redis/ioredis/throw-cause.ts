/** Throws the error behind EXECABORT, which only says that there was one before it. */
export function throwCause(error: Error & { previousErrors?: readonly Error[] }): never {
  throw error.previousErrors?.[0] ?? error;
}
