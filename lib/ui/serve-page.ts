import type { IncomingMessage, ServerResponse } from 'node:http';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { CommandClient } from '../redis/commands/clients.js';
import type { Clock } from '../time/clock.js';
import { withPatience } from '../time/with-patience.js';
import { Activity } from './changing/activity.js';
import { readChangeRequest, rightsFor } from './changing/change-requests.js';
import { LetterChanges } from './changing/letter-changes.js';
import { performChange } from './changing/perform-change.js';
import { problemOf } from './changing/problem-of.js';
import { sendCallsOf } from './changing/send-calls-of.js';
import { finish, json, pathWithin, plain, redirect } from './http/answers.js';
import { answerExport } from './http/answer-export.js';
import { admit, type Visitor } from './http/gate.js';
import { fetchHandler } from './http/fetch-handler.js';
import { nodeHandler, type Answer, type Asked } from './http/node-handler.js';
import { pageApp } from './http/page-app.js';
import { etagOf, staticFiles } from './http/static-files.js';
import type { PageChange, PageOptions } from './page-options.js';
import type { PageSource } from './page-source.js';
import { Observer } from './reading/observer.js';

/** The page of a runtime: to be mounted in a server, under any path. */
export interface Page {
  /** For `node:http`, Express, Fastify and NestJS. Never throws. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** The same for what speaks in requests and responses, such as Hono. Nobody gets in without `authorize`. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Stops what goes on in the background, and the counting. */
  close(): void;
}

/** How long a connection may take to become ready, and a message to be sent. */
const patienceInMs = 3_000;

/** Serves the page of a source. */
export function servePage(source: PageSource, options: Omit<PageOptions, 'runtime'>, clock: Clock): Page {
  const { payloads = 'shown', onChange } = options;
  const observer = new Observer(source, clock);
  const changes = new LetterChanges();
  const activity = new Activity(() => clock.date(), source.logger, onChange);
  const connect = (descriptor: FunctionDescriptor): Promise<CommandClient> => connected(source, descriptor);
  const calls = sendCallsOf(source, patienceInMs);
  const app = pageApp({ observer, changes, activity, payloads, options, connect });

  const answer = async (asked: Asked): Promise<Answer> => {
    const { request } = asked;
    const path = pathWithin(request.url);
    const { visitor, refusal } = await admit(request, options);
    if (refusal || !visitor) {
      const { status, message } = refusal ?? { status: 403, message: '' };
      if (request.method === 'POST') noteRefusal(path, visitor, message);
      return plain(status, message);
    }
    if (request.method === 'POST') return change(asked, path, visitor);
    if (path === undefined) return redirect(request.url);
    if (path === 'api/export')
      return answerExport(request, visitor, { observer, activity, payloads, connect });
    const file = staticFiles.get(path);
    if (file) return finish(asked, 200, file.type, file.body, file.etag);
    const { search } = new URL(request.url, 'http://page');
    const found = await app.request(`/${path}${search}`, {}, { visitor });
    const body = await found.text();
    return finish(asked, found.status, 'application/json', body, etagOf(body));
  };

  const change = async (asked: Asked, path: string | undefined, visitor: Visitor): Promise<Answer> => {
    const action = path?.replace(/^api\//, '') ?? '';
    if (!isAction(action)) return json(404, { message: 'There is nothing here.' });
    const { who } = visitor;
    const note = (functionId: string, what: string, outcome: PageChange['outcome']): void =>
      activity.note({ action, functionId, what, outcome, ...(who !== undefined && { who }) });
    if (!rightsFor[action](visitor.can)) {
      note('', `${action} is not permitted`, 'refused');
      return json(403, { message: `You may look, and not ${action}.` });
    }
    let functionId = '';
    try {
      const body = await asked.body();
      if (body === undefined) return json(413, { message: 'That is too long.' });
      const request = readChangeRequest(action, body);
      ({ functionId } = request);
      const parts = { observer, changes, activity, payloads, connect, calls, visitor };
      const done = await performChange(request, parts);
      observer.changed();
      note(functionId, done.what, 'done');
      return json(200, done);
    } catch (error) {
      const { status, message, code } = problemOf(error, source.scrub);
      note(functionId, `${action}: ${message}`, status === 403 ? 'refused' : 'failed');
      return json(status, { message, ...(code && { code }) });
    }
  };

  const noteRefusal = (path: string | undefined, visitor: Visitor | undefined, what: string): void => {
    const action = path?.replace(/^api\//, '') ?? '';
    if (!isAction(action)) return;
    const { who } = visitor ?? {};
    activity.note({ action, functionId: '', what, outcome: 'refused', ...(who !== undefined && { who }) });
  };

  const safely = async (asked: Asked): Promise<Answer> => {
    try {
      return await answer(asked);
    } catch (error) {
      source.logger?.error({ error: source.describeError(error) }, 'the page failed');
      return plain(500, 'Something went wrong. The log says more.');
    }
  };

  return {
    handler: nodeHandler(safely),
    fetch: fetchHandler(safely),
    close: () => {
      changes.close();
      observer.close();
    },
  };
}

function isAction(action: string): action is keyof typeof rightsFor {
  return Object.hasOwn(rightsFor, action);
}

async function connected(source: PageSource, descriptor: FunctionDescriptor): Promise<CommandClient> {
  const target = source.targetOf(descriptor);
  const client = source.clientOf(target);
  if (client.isReady) return client;
  await withPatience(patienceInMs, new AbortController().signal, (patience) => client.whenReady(patience));
  if (client.isReady) return client;
  const what = `Redis at ${target.label} cannot be reached`;
  throw new RedisTriggersError({ code: 'REDIS_UNREACHABLE', place: target.name, what });
}
