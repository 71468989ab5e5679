import type { FunctionCallback, FunctionMetadata } from './app-registry.js';

/** A value between host and programming model: one of its members is set; none: there is no value. */
export interface TypedData {
  readonly string?: string | null;
  readonly json?: string | null;
  readonly bytes?: Uint8Array | null;
  readonly int?: number | null;
  readonly double?: number | null;
  readonly collectionString?: { readonly string: readonly string[] };
  readonly collectionBytes?: { readonly bytes: readonly Uint8Array[] };
}

export type RpcLogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

/** What a model is told of an invocation. */
export interface CoreInvocation {
  readonly invocationId: string;
  readonly request: {
    readonly invocationId: string;
    readonly inputData: readonly { readonly name: string; readonly data: TypedData }[];
    readonly triggerMetadata: Readonly<Record<string, TypedData>>;
    readonly traceContext: object;
    readonly retryContext?: object;
  };
  readonly metadata: FunctionMetadata;
  state?: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks';
  readonly log: (level: RpcLogLevel, category: string, message: string) => void;
}

/** One invocation as a model runs it. */
export interface InvocationModel {
  getArguments(): Promise<{ readonly context: object; readonly inputs: unknown[] }>;
  invokeFunction(context: object, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(
    context: object,
    result: unknown,
  ): Promise<{
    readonly returnValue?: TypedData | null;
    readonly outputData?: readonly { readonly name: string; readonly data: TypedData }[];
  }>;
}

/** What `@azure/functions` gives its host. */
export interface ProgrammingModel {
  readonly name: string;
  readonly version: string;
  getInvocationModel(invocation: CoreInvocation): InvocationModel;
}
