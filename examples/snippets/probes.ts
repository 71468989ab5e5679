import { createServer, type Server } from 'node:http';
import type { Runtime } from 'redis-triggers';

// #region probes
export function serveProbes(runtime: Runtime): Server {
  return createServer((request, response) => {
    const { live, ready, functions } = runtime.health();
    const isWell = request.url === '/live' ? live : ready;
    response.writeHead(isWell ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify(functions));
  });
}
// #endregion probes
