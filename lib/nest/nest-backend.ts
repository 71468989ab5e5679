import type { RuntimeHooks } from '../runtime/build/build-runtime.js';
import type { RuntimeOptions } from '../runtime/runtime-options.js';

/** How the runtimes of an application are made: as their options say, unless a test provides another one. */
export interface NestBackend {
  /** What is different for the registration with this name. */
  of?(name: string | undefined): BackendOfRegistration;
}

/** What is different for one registration. */
export interface BackendOfRegistration {
  readonly hooks?: RuntimeHooks;
  readonly options?: Partial<RuntimeOptions>;
  /** How long starting may take, in milliseconds. */
  readonly startTimeoutInMs?: number;
  /** Called when nothing of the registration is open any more. */
  closed?(): Promise<void>;
}
