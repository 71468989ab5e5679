import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { PageRequest } from '../page-options.js';

/** A request, and how its body is read. */
export interface Asked {
  readonly request: PageRequest;
  /** The path within the page, such as `api/overview`. */
  readonly body: () => Promise<string | undefined>;
}

/** What is answered. */
export type Answer = WholeAnswer | StreamedAnswer;

interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface WholeAnswer extends AnswerHead {
  readonly body: Buffer | string;
}

/** Texts that come one after another are sent as they come, and no faster than they are taken. */
export interface StreamedAnswer extends AnswerHead {
  readonly body: AsyncIterable<string>;
}

/** More than an edited message has, and less than would hurt. */
export const mostBodyBytes = 8 * 1024 * 1024;

/**
 * Makes a handler for `node:http`, and for what is built on it, of something that answers. A body that a framework has
 * parsed already is taken from there. Never throws.
 */
export function nodeHandler(
  answer: (asked: Asked) => Promise<Answer>,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const asked: Asked = {
      request: {
        method: request.method ?? 'GET',
        url: pathOf(request),
        headers: headersOf(request),
        remoteAddress: request.socket.remoteAddress,
        original: request,
      },
      body: () => readBody(request),
    };
    answer(asked)
      .then((given) => (isStreamed(given) ? stream(response, given) : send(request, response, given)))
      // The client may be gone, or another handler has answered.
      .catch(() => response.destroy());
  };
}

/** Express takes the path that it is mounted at from `url`, and keeps all of it in `originalUrl`. */
function pathOf(request: IncomingMessage & { originalUrl?: unknown }): string {
  return typeof request.originalUrl === 'string' ? request.originalUrl : (request.url ?? '/');
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  return headers;
}

/** The text of a body; undefined where it is too long. */
async function readBody(request: IncomingMessage & { body?: unknown }): Promise<string | undefined> {
  const { body } = request;
  if (typeof body === 'string') return body.length > mostBodyBytes ? undefined : body;
  if (Buffer.isBuffer(body)) return body.length > mostBodyBytes ? undefined : body.toString();
  if (typeof body === 'object' && body !== null && request.readableEnded) return JSON.stringify(body);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

export function isStreamed(answer: Answer): answer is StreamedAnswer {
  return typeof answer.body !== 'string' && !Buffer.isBuffer(answer.body);
}

/** What fails half-way must not look whole: the connection is then cut, and the browser says that the download failed. */
async function stream(response: ServerResponse, { status, headers, body }: StreamedAnswer): Promise<void> {
  response.writeHead(status, headers);
  await pipeline(body, response);
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: WholeAnswer,
): void {
  if (response.headersSent || response.writableEnded || response.destroyed) return;
  // What is left of a body that was not read would be taken for the next request.
  const closes = request.method === 'POST' && !request.readableEnded;
  response.writeHead(status, {
    ...headers,
    ...(closes && { connection: 'close' }),
    'content-length': String(Buffer.byteLength(body)),
  });
  response.end(request.method === 'HEAD' || status === 304 ? undefined : body);
}
