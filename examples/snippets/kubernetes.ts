import { createServer, type Server } from 'node:http';
import { createRuntime, stopOnSignals, type Runtime, type RuntimeOptions } from 'redis-triggers';
import {
  createScaleMonitor,
  kedaManifests,
  metricsApiHandler,
  startExternalScaler,
  type KedaManifests,
} from 'redis-triggers/scaling';
import { Orders } from './scaling.js';

// #region health
/** `/live`: every listener makes progress. `/ready`: every function listens. */
export function serveHealth(runtime: Pick<Runtime, 'health'>, port: number): Server {
  const server = createServer((request, response) => {
    const health = runtime.health();
    const isWell = (request.url === '/live' && health.live) || (request.url === '/ready' && health.ready);
    response.writeHead(isWell ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify(health));
  });
  // The probes alone must not keep the process after the runtime has stopped.
  return server.listen(port).unref();
}
// #endregion health

// #region worker
export async function runWorker(options: Partial<RuntimeOptions> = {}, healthPort = 8080): Promise<void> {
  const runtime = await createRuntime({ handlers: [Orders], shutdownTimeoutInMs: 25_000, ...options });
  serveHealth(runtime, healthPort);
  stopOnSignals(runtime); // SIGTERM: take nothing more, finish what runs, give back the rest
  await runtime.start();
}
// #endregion worker

// #region scaler
export interface Scaler {
  readonly grpcPort: number;
  readonly server: Server;
  readonly stop: () => Promise<void>;
}

export async function runScaler(redisLocalhost: string, ports = { grpc: 6000, http: 8080 }): Promise<Scaler> {
  const monitor = await createScaleMonitor({ handlers: [Orders], connections: { redisLocalhost } });
  const scaler = await startExternalScaler({ monitor, port: ports.grpc });
  const server = createServer(metricsApiHandler(monitor)).listen(ports.http);
  const stop = async (): Promise<void> => {
    server.close();
    await scaler.stop();
    await monitor.close();
  };
  process.once('SIGTERM', () => void stop());
  return { grpcPort: scaler.port, server, stop };
}
// #endregion scaler

// #region manifests
export function makeManifests(): Promise<KedaManifests> {
  return kedaManifests({
    handlers: [Orders],
    connections: { redisLocalhost: 'rediss://redis.shop.svc:6380' }, // as KEDA reaches it
    authentication: { redisLocalhost: { secret: 'redis', passwordKey: 'password' } },
    deployment: 'orders',
    namespace: 'shop',
    maxReplicas: 10,
    pollingIntervalInSeconds: 5,
    externalScaler: { address: 'orders-scaler.shop.svc:6000' },
  });
}
// #endregion manifests
