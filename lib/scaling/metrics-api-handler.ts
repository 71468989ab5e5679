import type { IncomingMessage, ServerResponse } from 'node:http';
import { isScalable } from '../backlog/scalable-function.js';
import type { ErrorCode } from '../errors/error-codes.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { ScaleMonitor } from './scale-monitor.js';

const statuses: { readonly [Code in ErrorCode]?: number } = {
  FUNCTION_UNKNOWN: 404,
  FUNCTION_NOT_SCALABLE: 404,
  SCALE_UNREADABLE: 503,
};

/** The options of `metricsApiHandler`. */
export interface MetricsApiOptions {
  /** The prefix of the paths. Default `/scale`. */
  path?: string;
}

/**
 * Returns a request handler, for `node:http` or anything compatible, that answers KEDA's `metrics-api` scaler. `GET
 * /scale/<functionId>` returns the `FunctionScale` as JSON, `GET /scale` the ids. 404: no such path or function, or
 * a pub/sub function; 405: another method; 503: the backlog cannot be read from Redis. Errors are JSON with a
 * `message` and, if there is one, a `code`.
 */
export function metricsApiHandler(
  monitor: Pick<ScaleMonitor, 'functions' | 'read'>,
  options: MetricsApiOptions = {},
): (request: IncomingMessage, response: ServerResponse) => void {
  const path = (options.path ?? '/scale').replace(/\/+$/, '');
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      answer(response, 405, { message: 'only GET is allowed here' });
      return;
    }
    const asked = pathOf(request);
    if (asked === path || asked === `${path}/`) {
      answer(response, 200, { functions: monitor.functions.filter(isScalable).map(({ id }) => id) });
    } else if (asked?.startsWith(`${path}/`)) {
      void answerScale(response, monitor, asked.slice(path.length + 1));
    } else {
      answer(response, 404, { message: `nothing here; use ${path}/<functionId>` });
    }
  };
}

async function answerScale(
  response: ServerResponse,
  monitor: Pick<ScaleMonitor, 'read'>,
  functionId: string,
): Promise<void> {
  try {
    answer(response, 200, await monitor.read(functionId));
  } catch (error) {
    const status = error instanceof RedisTriggersError ? statuses[error.code] : undefined;
    // What is not ours is not shown: nobody knows what it says.
    if (status === undefined) answer(response, 500, { message: 'an internal error' });
    else {
      const { code, message } = error as RedisTriggersError;
      answer(response, status, { code, message });
    }
  }
}

/** The decoded path of a request; undefined where it cannot be decoded. */
function pathOf({ url = '/' }: IncomingMessage): string | undefined {
  try {
    return decodeURIComponent(url.replace(/[?#].*$/, ''));
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
