/** A value between the processes: bytes as base64, and what Python holds as JSON apart from plain texts and numbers. */
export type WireValue =
  string | number | null | { readonly b: string } | { readonly j: unknown } | readonly WireValue[];

/** Has a function loaded. */
export interface LoadRequest {
  readonly type: 'load';
  readonly root: string;
  readonly name: string;
  readonly folder: string;
  readonly file: string;
  readonly entryPoint: string | null;
  readonly bindings: readonly { readonly name: string; readonly direction: 'in' | 'out' }[];
}

/** Calls a function that was loaded. */
export interface InvokeRequest {
  readonly type: 'invoke';
  /** Differs from call to call, as the id of the invocation does not where it is retried. */
  readonly id: number;
  readonly name: string;
  readonly invocationId: string;
  readonly inputs: Readonly<Record<string, WireValue>>;
  /** Sent to functions that ask for a RedisMessageModel. */
  readonly model?: { readonly trigger: string; readonly message: string };
  readonly trace: { readonly traceparent: string; readonly tracestate: string };
  readonly retry: {
    readonly count: number;
    readonly max: number;
    /** What the attempt before failed with. */
    readonly exception?: { readonly message: string; readonly source: string; readonly stackTrace: string };
  };
}

/** An exception of Python. */
export interface WireError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
}

/** A line that a function, or what it imports, logged. */
export interface WireLog {
  readonly type: 'log';
  /** The call that logged it, where that is known. */
  readonly id: number | null;
  readonly level: string;
  readonly logger: string;
  readonly message: string;
}

/** What the worker answers. */
export type Reply =
  | { readonly type: 'ready'; readonly python: string; readonly azureFunctions: string }
  | { readonly type: 'old'; readonly python: string }
  | { readonly type: 'loaded'; readonly name: string; readonly wantsModel: boolean }
  | { readonly type: 'loadError'; readonly name: string; readonly error: WireError }
  | WireLog
  | {
      readonly type: 'result';
      readonly id: number;
      readonly returned: WireValue;
      readonly outputs: Readonly<Record<string, WireValue>>;
    }
  | { readonly type: 'error'; readonly id: number; readonly error: WireError };
