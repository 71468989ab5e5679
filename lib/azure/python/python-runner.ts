import type { RetryOptions } from '../../triggers/retry-options.js';
import { writeLog } from '../node/v3-log.js';
import { traceContextOf } from '../node/trace-context.js';
import type { LogLevel } from '../folder/log-levels.js';
import type { FunctionCall, FunctionRunner } from '../invocation/function-runner.js';
import { fromWire, toWire } from './python-value.js';
import type { PythonWorker } from './python-worker.js';
import type { WireLog } from './worker-protocol.js';

/** A function that a worker has loaded. */
export interface PythonFunction {
  readonly name: string;
  readonly place: string;
  readonly retry?: RetryOptions;
  /** Whether a parameter of it is a RedisMessageModel. */
  readonly wantsModel: boolean;
  readonly isWritten: (level: LogLevel) => boolean;
}

/** Runs a function in the worker. */
export function pythonRunner(definition: PythonFunction, worker: PythonWorker): FunctionRunner {
  const { name, place, retry, wantsModel, isWritten } = definition;
  return async ({ context, inputs, exception }: FunctionCall) => {
    const [message] = context.messages;
    const { traceparent, tracestate } = traceContextOf(context.messages);
    const call = {
      name,
      invocationId: context.invocationId,
      inputs: Object.fromEntries([...inputs].map(([input, value]) => [input, toWire(value)])),
      ...(wantsModel && message && { model: modelOf(message.toModel()) }),
      trace: { traceparent, tracestate },
      retry: { count: context.attempt - 1, max: retry?.maxRetryCount ?? 0, ...(exception && { exception }) },
    };
    const log = (line: WireLog): void =>
      writeLog({ logger: () => context.logger, isWritten }, levelOf(line), textOf(line));
    const { returned, outputs } = await worker.call(call, place, log);
    return {
      returned: fromWire(returned),
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([output, value]) => [output, fromWire(value)]),
      ),
    };
  };
}

function modelOf({ trigger, message }: { readonly trigger: string; readonly message: string }) {
  return { trigger, message };
}

const levels: Readonly<Record<string, LogLevel>> = {
  CRITICAL: 'critical',
  ERROR: 'error',
  WARNING: 'warning',
  INFO: 'information',
  DEBUG: 'debug',
};

function levelOf({ level }: WireLog): LogLevel {
  return levels[level] ?? 'information';
}

/** The root logger needs no name. */
function textOf({ logger, message }: WireLog): string {
  return logger === 'root' ? message : `${logger}: ${message}`;
}
