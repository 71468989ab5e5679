import type { ServerResponse } from 'node:http';
import { describeError } from '../../errors/describe-error.js';
import type { Runtime } from '../../runtime/runtime.js';
import { metricsText, type MetricsText } from './serve-metrics.js';
import { listenAt, type ListeningServer } from './listen-at.js';

/**
 * Serves `/livez` and `/readyz`: 200 where all is well, else 503, with the health as JSON; `/metrics`, with prom-client; and the page at
 * `/ui/`, to browsers on the same machine. Undefined where no address is given.
 *
 * @param address `host:port`, or a port of the loopback interface
 */
export async function serveHealth(
  runtime: Runtime,
  address: string | undefined,
): Promise<ListeningServer | undefined> {
  if (address === undefined) return undefined;
  const metrics = await metricsText(runtime);
  const { createPage } = await import('../../ui/create-page.js');
  const page = createPage({ runtime });
  return listenAt(address, (request, response) => {
    const health = runtime.health();
    const path = request.url?.split('?')[0];
    if (path === '/ui' || path?.startsWith('/ui/')) page.handler(request, response);
    else if (path === '/livez') answer(response, health.live ? 200 : 503, health);
    else if (path === '/readyz') answer(response, health.ready ? 200 : 503, health);
    else if (path === '/metrics' && metrics)
      void answerMetrics(response, metrics).catch((error: unknown) =>
        answer(response, 500, { error: describeError(error).message }),
      );
    else if (path === '/metrics') answer(response, 404, { error: 'prom-client is not installed' });
    else answer(response, 404, { error: 'not found', paths: ['/livez', '/readyz', '/metrics', '/ui/'] });
  });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

async function answerMetrics(response: ServerResponse, { contentType, text }: MetricsText): Promise<void> {
  const body = await text();
  response.writeHead(200, { 'content-type': contentType });
  response.end(body);
}
