import { Hono, type Context } from 'hono';
import { filterProblem } from '../../dead-letter-tools/letter-filter.js';
import { LetterReader } from '../../dead-letter-tools/letter-reader.js';
import type { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { CommandClient } from '../../redis/commands/clients.js';
import type { Activity } from '../changing/activity.js';
import type { LetterChanges } from '../changing/letter-changes.js';
import type { PageOptions, PayloadDisplay } from '../page-options.js';
import { readConnections } from '../reading/connections.js';
import { readFunction } from '../reading/function-page.js';
import { GroupReadings } from '../reading/group-readings.js';
import { bytesIn, filtersOf, readLetters, type OpenLetters } from '../reading/letters.js';
import type { Observer } from '../reading/observer.js';
import { readOverview } from '../reading/overview.js';
import { readProcesses } from '../reading/processes.js';
import { readScale } from '../reading/scale.js';
import { showLetter } from '../reading/shown-letter.js';
import type { Visitor } from './gate.js';

/** What the answers are made of. */
export interface AppParts {
  readonly observer: Observer;
  readonly changes: LetterChanges;
  readonly activity: Activity;
  readonly payloads: PayloadDisplay;
  readonly options: Pick<PageOptions, 'environment' | 'keda'>;
  /** A client that is ready. Rejects with REDIS_UNREACHABLE. */
  readonly connect: (descriptor: FunctionDescriptor) => Promise<CommandClient>;
}

/** What each request brings along. */
export interface AppEnvironment {
  readonly Bindings: { readonly visitor: Visitor };
}

type AppContext = Context<AppEnvironment>;

/** What the page reads, as JSON. Ids are in the query and never in the path, because they may be any text. */
export function pageApp(parts: AppParts): Hono<AppEnvironment> {
  const { observer, changes, activity, payloads, options, connect } = parts;
  const app = new Hono<AppEnvironment>();
  const groups = new GroupReadings();

  const open = async (functionId: string): Promise<OpenLetters | undefined> => {
    const descriptor = observer.find(functionId);
    if (!descriptor) return undefined;
    return { descriptor, client: await connect(descriptor), scrub: observer.source.scrub, payloads };
  };

  app.get('/api/overview', async (context) =>
    context.json(
      await readOverview(observer, {
        visitor: context.env.visitor,
        environment: options.environment,
        filter: text(context, 'filter'),
        sort: text(context, 'sort'),
        page: Number(text(context, 'page')) || 1,
        onlyDead: text(context, 'only') === 'dead',
        changes: changes.list(),
      }),
    ),
  );

  app.get('/api/function', async (context) => {
    const minutes = text(context, 'minutes') === '480' ? 480 : 60;
    const found = await readFunction(observer, text(context, 'function'), minutes);
    return found ? context.json(found) : unknownFunction(context);
  });

  app.get('/api/letters', async (context) => {
    const letters = await open(text(context, 'function'));
    if (!letters) return unknownFunction(context);
    const problem = problemIn(context, letters);
    if (problem) return problem;
    const cursor = context.req.query('cursor');
    return context.json(await readLetters(letters, whereOf(context), cursor));
  });

  app.get('/api/groups', async (context) => {
    const letters = await open(text(context, 'function'));
    if (!letters) return unknownFunction(context);
    return problemIn(context, letters) ?? context.json(await groups.get(letters, whereOf(context)));
  });

  app.get('/api/letter', async (context) => {
    const letters = await open(text(context, 'function'));
    if (!letters) return unknownFunction(context);
    const id = text(context, 'id');
    if (!/^\d{1,20}-\d{1,20}$/.test(id)) return context.json({ message: 'That is no id.' }, 400);
    const found = await new LetterReader(letters.descriptor, letters.client).find(id);
    const key = context.req.query('key');
    const letter = found.find((each) => key === undefined || each.key === key);
    if (!letter)
      return context.json({ message: 'It is gone: somebody replayed or removed it meanwhile.' }, 404);
    return context.json(showLetter(letter, bytesIn(letter), payloads, letters.scrub));
  });

  app.get('/api/processes', async (context) => context.json(await readProcesses(observer)));
  app.get('/api/scale', async (context) => context.json(await readScale(observer, options.keda)));
  app.get('/api/connections', async (context) => context.json(await readConnections(observer)));
  app.get('/api/activity', (context) => context.json(activity.list()));
  app.notFound((context) => context.json({ message: 'There is nothing here.' }, 404));
  app.onError((error, context) => {
    const { code } = error as Partial<RedisTriggersError>;
    const message = observer.source.scrub(error.message);
    return context.json({ message, ...(code && { code }) }, 503);
  });
  return app;
}

function text(context: AppContext, name: string): string {
  return context.req.query(name) ?? '';
}

function whereOf(context: AppContext): ReturnType<typeof filtersOf> {
  return filtersOf(context.req.queries('where') ?? []);
}

/** A search for what no dead letter can have finds nothing: that is said, and not that there are none. */
function problemIn(context: AppContext, { descriptor }: OpenLetters): Response | undefined {
  const problem = whereOf(context)
    .map((filter) => filterProblem(filter, descriptor))
    .find((each) => each);
  return problem === undefined ? undefined : context.json({ message: `${problem}.` }, 400);
}

function unknownFunction(context: AppContext): Response {
  return context.json({ message: 'There is no such function, or its handlers are not known here.' }, 404);
}
