import { scrubbedDescription } from '../../logging/scrubbed-description.js';
import { systemClock } from '../../time/system-clock.js';
import type { PageSource } from '../../ui/page-source.js';
import { servePage } from '../../ui/serve-page.js';
import type { ActionContext } from '../program/action-context.js';
import { listenAt } from '../running/listen-at.js';

/** Where the page is served, and of which fleet; null for that of the program. */
export interface ServePageArguments {
  readonly http: string;
  readonly fleetName: string | null;
}

/** Serves the page of handlers that run elsewhere, until it is interrupted. */
export async function servePageOfProgram(
  context: ActionContext,
  { http, fleetName }: ServePageArguments,
): Promise<null> {
  const program = await context.program();
  const name = fleetName ?? program.fleetName;
  const fleet = program.openFleet(name);
  const source: PageSource = {
    functions: program.functions,
    fleet: fleet && name !== undefined ? { name, fleet } : undefined,
    running: undefined,
    logger: undefined,
    describeError: scrubbedDescription(program.secrets),
    scrub: (text) => program.secrets.scrub(text),
    targetOf: (descriptor) => program.targetOf(descriptor),
    clientOf: (target) => program.clientOf(target),
  };
  const page = servePage(source, {}, systemClock);
  const server = await listenAt(http, page.handler);
  await context.tell({ kind: 'log', text: `The page: http://${server.address}/  (Ctrl-C ends it)` });
  await new Promise<void>((resolve) => {
    if (context.signal.aborted) resolve();
    context.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  page.close();
  await server.close();
  return null;
}
