import { setMaxListeners } from 'node:events';

/** An abort controller whose signal any number may wait for: Node warns of a leak from the eleventh on. */
export function createSharedAbortController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
