/** The end of a file that was written: it calls scripts as Azure's worker does. */
export const callingScripts = `/** What a function gave back. */
interface Given {
  readonly returned: unknown;
  readonly outputs: Readonly<Record<string, unknown>>;
}

type Script = (context: object, ...inputs: unknown[]) => unknown;

/** Calls a function as it is. Once its body has moved into its method, this is not needed any more. */
async function call(
  script: string,
  invocation: InvocationContext,
  inputs: Readonly<Record<string, unknown>>,
  entryPoint?: string,
): Promise<Given> {
  const run = scriptOf((await import(new URL(script, import.meta.url).href)) as Exported, entryPoint);
  const { logger, invocationId } = invocation;
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (...args: unknown[]): void =>
      logger[level]({}, format(...args));
  const log = Object.assign(write('info'), {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    verbose: write('debug'),
  });
  const bindings: Record<string, unknown> = { ...inputs };
  const returned = await new Promise<unknown>((resolve, reject) => {
    const done = (error?: unknown, result?: unknown): void =>
      error ? reject(error instanceof Error ? error : new Error(String(error))) : resolve(result);
    const context = { invocationId, executionContext: { invocationId }, bindings, log, done };
    const running = run(context, ...Object.values(inputs));
    if (running instanceof Promise) running.then(resolve, reject);
  });
  const named = typeof returned === 'object' && returned !== null ? returned : {};
  return { returned, outputs: { ...bindings, ...named } };
}

interface Exported {
  readonly default?: unknown;
  readonly [name: string]: unknown;
}

function scriptOf(exported: Exported, entryPoint?: string): Script {
  const found = exported.default ?? exported;
  if (typeof found === 'function') return found as Script;
  const members = found as Readonly<Record<string, unknown>>;
  const [only = 'run', ...others] = Object.keys(members);
  const name = entryPoint ?? (others.length === 0 ? only : 'run' in members ? 'run' : 'index');
  return (...args) => (members[name] as Script).apply(members, args);
}

/** A text that is JSON becomes its value, as in Azure. */
export function json(text: string | undefined): unknown {
  try {
    return text === undefined || text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}

/** What is sent: a text is split at its spaces, as in Azure. */
export function words(value: unknown): string[] {
  if (value === undefined || value === null || value === '') return [];
  if (Array.isArray(value)) return value.flatMap(words);
  return typeof value === 'string' ? value.split(' ') : [typeof value === 'object' ? JSON.stringify(value) : String(value)];
}
`;
