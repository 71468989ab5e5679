import type { IncomingMessage, ServerResponse } from 'node:http';
import { isScalable } from '../backlog/scalable-function.js';
import type { ErrorCode } from '../errors/error-codes.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { ScaleMonitor } from './scale-monitor.js';

/** The options of `metricsApiHandler`. */
export interface MetricsApiOptions {
  /** The prefix of the paths. Default `/scale`. */
  path?: string;
}

/**
 * Returns a request handler, for `node:http` or anything compatible, that answers KEDA's `metrics-api` scaler. `GET
 * /scale/<functionId>` returns the `FunctionScale` as JSON, `GET /scale` the ids. 404: no such path or function, or
 * a pub/sub function; 405: another method; 414: a URL of more than 4,096 characters; 503: the backlog cannot be read
 * from Redis. Errors are JSON with a `message` and, if there is one, a `code`. A request that something else has
 * answered meanwhile is left as it is. The handler never throws.
 */
export function metricsApiHandler(
  monitor: Pick<ScaleMonitor, 'functions' | 'read'>,
  options: MetricsApiOptions = {},
): (request: IncomingMessage, response: ServerResponse) => void {
  const path = (options.path ?? '/scale').replace(/\/+$/, '');
  return (request, response) => {
    answerTo(request, path, monitor)
      .catch(errorAnswer)
      .then((answer) => send(response, answer))
      // A response of some framework may even throw when it is destroyed.
      .catch(() => undefined);
  };
}

/** No id of a function comes near it. */
const longestUrl = 4_096;

const statuses: { readonly [Code in ErrorCode]?: number } = {
  FUNCTION_UNKNOWN: 404,
  FUNCTION_NOT_SCALABLE: 404,
  SCALE_UNREADABLE: 503,
};

interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

async function answerTo(
  { method, url = '/' }: IncomingMessage,
  path: string,
  monitor: Pick<ScaleMonitor, 'functions' | 'read'>,
): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, body: { message: 'only GET is allowed here' }, headers: { allow: 'GET, HEAD' } };
  }
  if (url.length > longestUrl) return { status: 414, body: { message: 'the URL is too long' } };
  const asked = pathOf(url);
  if (asked === path || asked === `${path}/`) {
    return { status: 200, body: { functions: monitor.functions.filter(isScalable).map(({ id }) => id) } };
  }
  if (asked?.startsWith(`${path}/`)) {
    return { status: 200, body: await monitor.read(asked.slice(path.length + 1)) };
  }
  return { status: 404, body: { message: `nothing here; use ${path}/<functionId>` } };
}

function errorAnswer(error: unknown): Answer {
  const status = error instanceof RedisTriggersError ? statuses[error.code] : undefined;
  // What is not ours is not shown: nobody knows what it says.
  if (status === undefined) return { status: 500, body: { message: 'an internal error' } };
  const { code, message } = error as RedisTriggersError;
  return { status, body: { code, message } };
}

/** The decoded path of a URL; undefined where it cannot be decoded. */
function pathOf(url: string): string | undefined {
  try {
    return decodeURIComponent(url.replace(/[?#].*$/, ''));
  } catch {
    return undefined;
  }
}

/** Sends an answer, unless a timeout or another handler has sent one, or the client is gone. */
function send(response: ServerResponse, { status, body, headers }: Answer): void {
  if (response.headersSent || response.writableEnded || response.destroyed) return;
  try {
    const text = JSON.stringify(body);
    response.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...headers,
    });
    response.end(text);
  } catch {
    // A header of another handler can be at fault, or the response itself, which may be of any framework.
    response.destroy();
  }
}
