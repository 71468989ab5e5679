/**
 * How long a spec waits for something that should happen at once, before it fails with what it has seen. It
 * guards against waiting for ever, and against nothing else: no machine is so busy that it takes this long.
 */
export const patienceInMs = 60_000;
