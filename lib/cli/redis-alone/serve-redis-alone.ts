import { defaultFleetName } from '../../fleet/fleet-options.js';
import { openFleet } from '../../fleet/open-fleet.js';
import { scrubbedDescription } from '../../logging/scrubbed-description.js';
import { systemClock } from '../../time/system-clock.js';
import type { AloneFunction, PageSource } from '../../ui/page-source.js';
import { servePage } from '../../ui/serve-page.js';
import { patienceInMs } from '../program/connect.js';
import { listenAt } from '../running/listen-at.js';
import { readFound, type FoundInRedis } from './read-redis-alone.js';
import { withRedisAlone } from './with-redis-alone.js';

/** Serves the page of a Redis without any handlers, until Ctrl-C: what it has, and what the processes of a fleet say. */
export function serveRedisAlone(
  url: string,
  { http, fleetName = defaultFleetName }: { readonly http: string; readonly fleetName: string | undefined },
  onListening: (address: string) => void,
): Promise<void> {
  return withRedisAlone(url, async (redis) => {
    const { client, target, secrets } = redis;
    const describeError = scrubbedDescription(secrets);
    const close = (): void => undefined;
    const fleet = openFleet(fleetName, { client, target, timeoutInMs: patienceInMs, describeError, close });
    const source: PageSource = {
      functions: undefined,
      fleet: { name: fleetName, fleet },
      running: undefined,
      logger: undefined,
      describeError,
      scrub: (text) => secrets.scrub(text),
      targetOf: () => target,
      clientOf: () => client,
      alone: async () => functionsOf(await readFound(redis)),
    };
    const page = servePage(source, {}, systemClock);
    const server = await listenAt(http, page.handler);
    onListening(server.address);
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    });
    page.close();
    await server.close();
  });
}

/** A group and the dead letters of its id are one function; a list is known by its key alone. */
function functionsOf(found: readonly FoundInRedis[]): AloneFunction[] {
  const functions = new Map<string, AloneFunction>();
  for (const { group, key, kind, backlog, pending, deadLetters } of found) {
    const id = group ?? String(key);
    const known = functions.get(id) ?? { id, sources: [] };
    functions.set(id, {
      ...known,
      ...(kind !== 'dead letters' && { kind }),
      sources: key === undefined ? known.sources : [...known.sources, key],
      ...sumOf('backlog', known.backlog, backlog),
      ...sumOf('pending', known.pending, pending),
      ...sumOf('dead', known.dead, deadLetters),
    });
  }
  return [...functions.values()];
}

function sumOf<Name extends string>(
  name: Name,
  one: number | undefined,
  other: number | undefined,
): Partial<Record<Name, number>> {
  if (one === undefined && other === undefined) return {};
  return { [name]: (one ?? 0) + (other ?? 0) } as Partial<Record<Name, number>>;
}
