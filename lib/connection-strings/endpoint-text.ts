import type { Endpoint } from './connection-description.js';

/** An endpoint as people write it: `host:6379`, `[::1]:6379`, `unix:/run/redis.sock`. */
export function endpointText(endpoint: Endpoint): string {
  if ('path' in endpoint) return `unix:${endpoint.path}`;
  const { host, port } = endpoint;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The endpoints without those that were there before; names of hosts are the same in any case. */
export function distinctEndpoints<T extends Endpoint>(endpoints: readonly T[]): readonly T[] {
  const byText = new Map<string, T>();
  for (const endpoint of endpoints) {
    const text = endpointText(endpoint);
    const key = 'path' in endpoint ? text : text.toLowerCase();
    if (!byText.has(key)) byText.set(key, endpoint);
  }
  return [...byText.values()];
}
