/** A function as `@azure/functions` registers it with its host. */
export interface FunctionMetadata {
  readonly name: string;
  /** What `app.generic` was given for each binding, by the binding's name; `$return` for the one that sends what is returned. */
  readonly bindings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly retryOptions?: Readonly<Record<string, unknown>>;
}

/** Called by the programming model, with what it has made of the inputs. */
export type FunctionCallback = (...args: unknown[]) => unknown;

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
  /** The file that registered it, from the root of the app on. */
  readonly file: string;
}

export const hookNames = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'] as const;
export type HookName = (typeof hookNames)[number];

/** Called with an object that is the same for all hooks of a name, and may be changed. */
export type HookCallback = (context: object) => unknown;

/** What an app registers while it loads. */
export class AppRegistry {
  readonly functions: RegisteredFunction[] = [];
  private readonly hooks = new Map<HookName, HookCallback[]>();
  /** The file that is being loaded. */
  file = '';
  /** Whether the app has loaded, after which no function can come. */
  isClosed = false;

  register(metadata: FunctionMetadata, callback: FunctionCallback): () => void {
    const { name } = metadata;
    if (this.isClosed) throw new Error(`the function "${name}" was registered after the app had started`);
    if (this.functions.some((each) => each.metadata.name.toLowerCase() === name.toLowerCase()))
      throw new Error(`a function with the name "${name}" is registered twice`);
    const registered = { metadata, callback, file: this.file };
    this.functions.push(registered);
    return () => void this.functions.splice(this.functions.indexOf(registered), 1);
  }

  hook(name: HookName, callback: HookCallback): () => void {
    this.hooks.set(name, [...this.hooksOf(name), callback]);
    return () =>
      this.hooks.set(
        name,
        this.hooksOf(name).filter((each) => each !== callback),
      );
  }

  hooksOf(name: HookName): readonly HookCallback[] {
    return this.hooks.get(name) ?? [];
  }

  /** Runs hooks one after another. */
  async run(name: HookName, context: object): Promise<void> {
    for (const callback of this.hooksOf(name)) await callback(context);
  }
}
