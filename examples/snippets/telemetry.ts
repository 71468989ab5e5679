import type { Redis } from 'ioredis';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import type { RawMessage, Runtime, Sender } from 'redis-triggers';
import {
  alertRules,
  grafanaDashboard,
  instrument,
  prometheus,
  traceContext,
  traceFields,
} from 'redis-triggers/telemetry';

// #region instrument
/** After the SDK has been started, and before `runtime.start()`. */
export async function observe(runtime: Runtime): Promise<void> {
  await instrument(runtime);
}
// #endregion instrument

// #region prometheus
export async function serveMetrics(runtime: Runtime): Promise<Server> {
  const register = new Registry();
  await prometheus(runtime, { register });
  return createServer((_request, response) => {
    void register.metrics().then((text) => {
      response.setHeader('content-type', register.contentType);
      response.end(text);
    });
  });
}
// #endregion prometheus

// #region sender
export async function instrumentSender(sender: Sender): Promise<void> {
  await instrument(sender, { tracing: { jsonMember: 'trace' } });
  await prometheus(sender);
}
// #endregion sender

// #region producer
/** An entry of a stream: two more fields, which no handler sees in its payload. */
export async function addOrder(redis: Redis, id: number): Promise<void> {
  await redis.xadd('orders', '*', 'id', id, ...(await traceFields()));
}

/** An element or a published message in JSON: a member of your choice. */
export async function pushOrder(redis: Redis, id: number): Promise<void> {
  await redis.rpush('orders', JSON.stringify({ id, trace: await traceContext() }));
}
// #endregion producer

// #region tracing
export async function trace(runtime: Runtime): Promise<void> {
  await instrument(runtime, {
    metrics: false,
    tracing: {
      relation: 'parent', // one trace from the producer to the handler
      jsonMember: 'trace', // of elements and published messages in JSON
      extract: headersOf, // for everything else
    },
  });
}

/** Messages whose first line has the context: `traceparent: 00-…`. */
function headersOf(message: RawMessage): Record<string, string> | undefined {
  if (message.kind === 'stream') return undefined;
  const [, traceparent] = /^traceparent: (\S+)\n/.exec(message.body.toString()) ?? [];
  return traceparent === undefined ? undefined : { traceparent };
}
// #endregion tracing

// #region holder
/** `isHolder` is yours: a lease, an ordinal of a StatefulSet. */
export async function observeAsOneOfMany(runtime: Runtime, isHolder: () => boolean): Promise<void> {
  await instrument(runtime, { metrics: { readsBacklog: isHolder } });
}
// #endregion holder

// #region dashboard
export async function writeDashboard(folder: string): Promise<void> {
  await writeFile(join(folder, 'dashboard.json'), JSON.stringify(grafanaDashboard(), undefined, 2));
  await writeFile(join(folder, 'alerts.yaml'), await alertRules());
}
// #endregion dashboard
