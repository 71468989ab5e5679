import type { InstanceSource } from '../di/instance-source.js';
import { INVOCATION_LOGGER } from '../di/invocation-tokens.js';
import { describeError } from '../errors/describe-error.js';
import type { FunctionHooks } from '../functions/function-descriptor.js';
import type { Logger } from '../logging/logger.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import type { Gap } from '../messages/gap.js';
import type { Class, MethodName } from '../metadata/class.js';
import type { Token } from '../metadata/parameter-metadata.js';
import { isPromiseLike } from '../time/is-promise-like.js';
import { whenAborted } from '../time/when-aborted.js';
import { handlerMethod } from './handler-method.js';

/** The tokens that the scope of a hook has values for: it runs outside of any invocation. */
export const hookTokens: readonly Token[] = [INVOCATION_LOGGER];

/** What calling the hooks of a handler class takes. */
export interface HookCallerOptions {
  readonly handlerClass: Class;
  /** How messages call the class. */
  readonly className: string;
  readonly hooks: FunctionHooks;
  readonly instances: InstanceSource;
  readonly logger: Logger;
}

/** Calls the hooks of one handler class. Nobody waits for them but a stop, and none of them can do harm. */
export class HookCaller {
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly options: HookCallerOptions) {}

  /** How many hooks run at this moment. */
  get inFlight(): number {
    return this.running.size;
  }

  deadLettered(deadLetter: DeadLetter): void {
    this.call('deadLetter', deadLetter);
  }

  gap(gap: Gap): void {
    this.call('gap', gap);
  }

  /** Resolves when no hook runs, or when `signal` is aborted. */
  async whenEnded(signal: AbortSignal): Promise<void> {
    while (this.running.size > 0 && !signal.aborted) {
      await Promise.race([Promise.all(this.running), whenAborted(signal)]);
    }
  }

  private call(hook: keyof FunctionHooks, argument: DeadLetter | Gap): void {
    for (const method of this.options.hooks[hook]) {
      const ended = this.run(method, argument).finally(() => this.running.delete(ended));
      this.running.add(ended);
    }
  }

  private async run(method: MethodName, argument: DeadLetter | Gap): Promise<void> {
    const { options } = this;
    const place = `${options.className}.${String(method)}`;
    const logger = options.logger.child({ functionId: argument.functionId, hook: place });
    // Whoever reports what the hook is told of goes on first.
    await Promise.resolve();
    try {
      await this.callMethod(method, place, argument, logger);
    } catch (error) {
      logger.error({ error: describeError(error) }, 'a hook failed');
    }
  }

  private async callMethod(
    method: MethodName,
    place: string,
    argument: DeadLetter | Gap,
    logger: Logger,
  ): Promise<void> {
    const { instances, handlerClass } = this.options;
    // The logger is all that a hook's scope has, see `hookTokens`.
    const opening = instances.open(() => logger);
    const opened = isPromiseLike(opening) ? await opening : opening;
    try {
      const handler = opened.get(handlerClass);
      await handlerMethod(handler, method, place).call(handler, argument);
    } finally {
      await opened.dispose();
    }
  }
}
