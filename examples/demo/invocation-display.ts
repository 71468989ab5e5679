import type { InvocationContext, Logger, Middleware } from 'redis-triggers';
import { colour, fit, printLine, timeOfDay } from './print.js';

/** Shows each attempt of each invocation as it ends. */
export class InvocationDisplay {
  /** How many invocations succeeded. */
  succeeded = 0;
  /** How many attempts failed, whether or not a later one succeeded. */
  failedAttempts = 0;
  /** How many messages were refused because of their payload. */
  refused = 0;

  readonly middleware: Middleware = async (context, next) => {
    const startedAt = performance.now();
    try {
      const answer = await next();
      this.show(context, colour('green', 'ok'), `${String(answer)} (${since(startedAt)})`);
      this.succeeded += 1;
      return answer;
    } catch (error) {
      this.failedAttempts += 1;
      this.show(context, colour('red', 'failed'), `attempt ${context.attempt}: ${messageOf(error)}`);
      throw error;
    }
  };

  /** What the library logs: only what is wrong is shown here, and that it is well again. */
  readonly logger: Logger = {
    debug: () => undefined,
    info: (fields, text) => {
      if (text.includes('again')) this.showLog(colour('green', 'notice'), fields, text);
    },
    warn: (fields, text) => this.showLog(colour('yellow', 'warning'), fields, text),
    error: (fields, text) => this.showLog(colour('red', 'error'), fields, text),
    child: () => this.logger,
  };

  private show({ functionId, messages }: InvocationContext, state: string, text: string): void {
    const [model] = messages.map((message) => message.toModel());
    printRow(functionId, model?.trigger ?? '', model?.message ?? '', state, text);
  }

  private showLog(level: string, fields: object, text: string): void {
    const { functionId, code, err, error = err } = fields as Partial<Record<string, unknown>>;
    const { message, code: errorCode = code } = (error ?? {}) as { message?: string; code?: string };
    // The middleware has shown a failed attempt already.
    if (text.includes('attempt')) return;
    const isRefusal = errorCode === 'PAYLOAD_INVALID';
    if (isRefusal) this.refused += 1;
    const state = isRefusal ? colour('red', 'refused') : level;
    // The first sentence says what is wrong; the rest is the remedy.
    const [what = text] = message?.split('. ') ?? [];
    printRow(typeof functionId === 'string' ? functionId : 'runtime', '', '', state, what);
  }
}

function printRow(functionId: string, source: string, message: string, state: string, text: string): void {
  const columns = [timeOfDay(), fit(functionId, 17), fit(source, 27), fit(message, 34), fit(state, 8), text];
  printLine(columns.join(' '));
}

function since(startedAt: number): string {
  return `${(performance.now() - startedAt).toFixed(1)} ms`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
