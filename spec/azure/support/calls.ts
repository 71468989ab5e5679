import { Recorder } from '../../support/recorder.js';

declare global {
  var recordCall: ((...args: unknown[]) => void) | undefined;
}

/** Keeps what scripts give to `recordCall(…)`. One suite at a time. */
export function recordCalls(): Recorder<readonly unknown[]> {
  const recorder = new Recorder<readonly unknown[]>();
  globalThis.recordCall = (...args) => recorder.add(args);
  return recorder;
}
