import type { Class } from '../metadata/class.js';
import type { SettingsSource } from '../settings/settings-source.js';

/** A function that an app has and that does not run, and why. */
export interface SkippedFunction {
  readonly name: string;
  /** `disabled`: its function.json, a setting or host.json says so; `other`: it has bindings that are not of Redis. */
  readonly reason: 'disabled' | 'other';
  /** The same as a sentence without its period. */
  readonly why: string;
}

/** What is closed together with an app. */
export interface AppResource {
  close(): Promise<void>;
}

/** The functions of an Azure Functions app. `handlers` and `settings` are for `createRuntime`. */
export class FunctionApp implements AsyncDisposable {
  readonly #skipped: readonly SkippedFunction[];
  readonly #resources: readonly AppResource[];

  constructor(
    /** A handler class for each function. */
    readonly handlers: readonly Class[],
    /** Those given to `loadFunctionApp`, then the environment, then the local.settings.json of the app. */
    readonly settings: SettingsSource,
    skipped: readonly SkippedFunction[],
    resources: readonly AppResource[],
  ) {
    this.#skipped = skipped;
    this.#resources = resources;
  }

  /** The functions that do not run. */
  get skipped(): readonly SkippedFunction[] {
    return this.#skipped;
  }

  /** Closes what the app itself has opened. After `runtime.stop()`: functions that still run would fail. */
  async close(): Promise<void> {
    await Promise.all(this.#resources.map((each) => each.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
