import { gzipSync } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isError } from '../errors/describe-error.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { MessageRefused } from '../operating/message-refused.js';
import type { CommandClient } from '../redis/commands/clients.js';
import type { Clock } from '../time/clock.js';
import { withPatience } from '../time/with-patience.js';
import { Activity } from './changing/activity.js';
import { readChangeRequest, RequestProblem, rightsFor } from './changing/change-requests.js';
import { LetterChanges } from './changing/letter-changes.js';
import { performChange } from './changing/perform-change.js';
import { admit, type Visitor } from './http/gate.js';
import { fetchHandler } from './http/fetch-handler.js';
import { nodeHandler, type Answer, type Asked } from './http/node-handler.js';
import { pageApp } from './http/page-app.js';
import { securityHeaders } from './http/security-headers.js';
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

/** How long a connection may take to become ready. */
const patienceInMs = 3_000;

/** Shorter texts do not become smaller. */
const leastCompressed = 1_000;

/** Serves the page of a source. */
export function servePage(source: PageSource, options: Omit<PageOptions, 'runtime'>, clock: Clock): Page {
  const { payloads = 'shown', onChange } = options;
  const observer = new Observer(source, clock);
  const changes = new LetterChanges();
  const activity = new Activity(() => clock.date(), source.logger, onChange);
  const connect = (descriptor: FunctionDescriptor): Promise<CommandClient> => connected(source, descriptor);
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
    const file = staticFiles.get(path);
    if (file) return finish(asked, 200, file.type, file.body, file.etag);
    const { search } = new URL(request.url, 'http://page');
    const found = await app.request(`/${path}${search}`, {}, { visitor });
    const body = await found.text();
    return finish(asked, found.status, 'application/json', body, etagOf(body));
  };

  const change = async (asked: Asked, path: string | undefined, visitor: Visitor): Promise<Answer> => {
    const action = path?.replace(/^api\//, '') ?? '';
    if (!Object.hasOwn(rightsFor, action)) return json(404, { message: 'There is nothing here.' });
    const known = action as PageChange['action'];
    const { who } = visitor;
    const note = (functionId: string, what: string, outcome: PageChange['outcome']): void =>
      activity.note({ action: known, functionId, what, outcome, ...(who !== undefined && { who }) });
    if (!rightsFor[known].every((right) => visitor.can[right])) {
      note('', `${known} is not permitted`, 'refused');
      return json(403, { message: `You may look, and not ${known}.` });
    }
    let functionId = '';
    try {
      const body = await asked.body();
      if (body === undefined) return json(413, { message: 'That is too long.' });
      const request = readChangeRequest(known, body);
      ({ functionId } = request);
      const done = await performChange(request, { observer, changes, activity, payloads, connect, who });
      note(functionId, done.what, 'done');
      return json(200, done);
    } catch (error) {
      const { status, message, code } = problemOf(error, source);
      note(functionId, `${known}: ${message}`, 'failed');
      return json(status, { message, ...(code && { code }) });
    }
  };

  const noteRefusal = (path: string | undefined, visitor: Visitor | undefined, message: string): void => {
    const action = path?.replace(/^api\//, '') ?? '';
    if (!Object.hasOwn(rightsFor, action)) return;
    const { who } = visitor ?? {};
    const known = action as PageChange['action'];
    activity.note({
      action: known,
      functionId: '',
      what: message,
      outcome: 'refused',
      ...(who !== undefined && { who }),
    });
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

/**
 * The path within the page, wherever that is mounted: what stands behind the last slash, and `api/` before it. Undefined for
 * what has no slash at its end and is none of ours.
 */
function pathWithin(url: string): string | undefined {
  const path = url.replace(/[?#].*$/s, '');
  const [, found] = /(?:^|\/)(api\/[a-z]+|page\.js|page\.css|icon\.svg|)$/.exec(path) ?? [];
  return found;
}

/** To the same with a slash, because links are relative. The name alone is repeated: a whole path might be another host. */
function redirect(url: string): Answer {
  const last =
    url
      .replace(/[?#].*$/s, '')
      .split('/')
      .at(-1) ?? '';
  if (!/^[\w%~.-]+$/.test(last) || last.includes('..')) return plain(404, 'There is nothing here.');
  return { ...plain(308, ''), headers: { ...securityHeaders, location: `./${last}/` } };
}

function finish(asked: Asked, status: number, type: string, body: string, etag: string): Answer {
  const { headers } = asked.request;
  const common = { ...securityHeaders, 'content-type': type, etag };
  if (status === 200) {
    if (headers.get('if-none-match') === etag) return { status: 304, headers: common, body: '' };
    // It is asked for each time, and sent when it is another one.
    Object.assign(common, { 'cache-control': 'private, no-cache' });
  }
  const isCompressed =
    body.length >= leastCompressed && /\bgzip\b/.test(headers.get('accept-encoding') ?? '');
  if (!isCompressed) return { status, headers: common, body };
  return { status, headers: { ...common, 'content-encoding': 'gzip' }, body: gzipSync(body, { level: 4 }) };
}

function plain(status: number, message: string): Answer {
  return {
    status,
    headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' },
    body: message,
  };
}

function json(status: number, body: object): Answer {
  const headers = { ...securityHeaders, 'content-type': 'application/json' };
  return { status, headers, body: JSON.stringify(body) };
}

/** What is not ours is told without its stack, and without passwords. */
function problemOf(
  error: unknown,
  { scrub }: PageSource,
): { readonly status: number; readonly message: string; readonly code?: string } {
  if (error instanceof RequestProblem || error instanceof MessageRefused)
    return { status: 400, message: scrub(error.message) };
  const message = scrub(isError(error) ? error.message : String(error));
  if (!(error instanceof RedisTriggersError)) return { status: 502, message };
  const isOwn = error.code === 'PAYLOAD_INVALID' || error.code === 'FUNCTION_UNKNOWN';
  return { status: isOwn ? 400 : 502, message, code: error.code };
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
