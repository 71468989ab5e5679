import type { Class } from '../../metadata/class.js';
import { invoke } from '../../testing/kit/invoke.js';
import { describeError } from '../../errors/describe-error.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { CommandError } from '../frame/command-error.js';
import { exitCode } from '../frame/exit-code.js';
import type { ActionContext } from '../program/action-context.js';
import { messageFor, type WrittenMessage } from '../../operating/message-for.js';

/** What the handler returned, as far as it can be written as JSON. */
export interface InvocationResult {
  readonly functionId: string;
  readonly returned: unknown;
}

/** Runs one handler for one message, without any Redis. Rejects with what the handler threw, as it is. */
export async function invokeFunction(
  { program }: ActionContext,
  { functionId, message: written }: { readonly functionId: string; readonly message: WrittenMessage },
): Promise<InvocationResult> {
  const loaded = await program({ runs: true, unresolvedConnection: 'redis://localhost' });
  const descriptor = loaded.find(functionId);
  const { container, middleware } = loaded.options;
  const message = messageFor(descriptor, written);
  try {
    const returned = await invoke(
      descriptor.handlerClass as Class & (new (...args: never[]) => Record<string | symbol, unknown>),
      descriptor.method,
      descriptor.batch ? [message] : message,
      {
        functionId,
        ...(container && 'createChildContainer' in container && { container }),
        ...(middleware && { middleware }),
      },
    );
    return { functionId, returned: returned === undefined ? null : returned };
  } catch (error) {
    throw error instanceof RedisTriggersError ? error : handlerError(functionId, error);
  }
}

/** The handler's own error; with a stack that ends where the handler does. */
function handlerError(functionId: string, thrown: unknown): CommandError {
  const { name, message, stack = `${name}: ${message}` } = describeError(thrown);
  const lines = stack.split('\n');
  const end = lines.findIndex((line) =>
    /^ {4}at .*(?:Invoker|HandlerMethod|[\\/]redis-triggers[\\/](?:dist[\\/])?lib)/.test(line),
  );
  const text = (end < 0 ? lines : lines.slice(0, end)).join('\n');
  const problem = { code: 'HANDLER_FAILED', place: functionId, what: `${name}: ${message}` } as const;
  return new CommandError({
    exitCode: exitCode.failed,
    code: problem.code,
    message: text,
    problems: [problem],
  });
}
