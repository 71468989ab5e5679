import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { describeError } from '../../errors/describe-error.js';
import type { Runtime } from '../../runtime/runtime.js';
import { metricsText, type MetricsText } from './serve-metrics.js';
import { usageError } from '../frame/command-error.js';

/** A server that can be closed. */
export interface HealthServer {
  /** Where it listens, as `host:port`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves `/livez` and `/readyz`: 200 where all is well, else 503, with the health as JSON; and `/metrics`, with prom-client. Undefined where no address is
 * given.
 *
 * @param address `host:port`, or a port of the loopback interface
 */
export async function serveHealth(
  runtime: Runtime,
  address: string | undefined,
): Promise<HealthServer | undefined> {
  if (address === undefined) return undefined;
  const { host, port } = readAddress(address);
  const metrics = await metricsText(runtime);
  const server = createServer((request, response) => {
    const health = runtime.health();
    const path = request.url?.split('?')[0];
    if (path === '/livez') answer(response, health.live ? 200 : 503, health);
    else if (path === '/readyz') answer(response, health.ready ? 200 : 503, health);
    else if (path === '/metrics' && metrics)
      void answerMetrics(response, metrics).catch((error: unknown) =>
        answer(response, 500, { error: describeError(error).message }),
      );
    else if (path === '/metrics') answer(response, 404, { error: 'prom-client is not installed' });
    else answer(response, 404, { error: 'not found', paths: ['/livez', '/readyz', '/metrics'] });
  });
  server.listen(port, host);
  await once(server, 'listening').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(`--http ${address} cannot be listened on: ${reason}`, 'Choose another port');
  });
  return {
    address: `${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
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

function readAddress(address: string): { readonly host: string; readonly port: number } {
  const [, host = '127.0.0.1', port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(address) ?? [];
  if (port === '' || Number(port) > 65_535)
    throw usageError(`--http ${address} is no address`, 'Write one such as 127.0.0.1:9400');
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}
