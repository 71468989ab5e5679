import type { HostAndPort } from './parse-endpoint.js';

/** Azure Cache for Redis: TLS on port 6380, plain on 6379. */
const cacheDomains = [
  '.redis.cache.windows.net',
  '.redis.cache.chinacloudapi.cn',
  '.redis.cache.usgovcloudapi.net',
  '.redis.cache.sovcloud-api.de',
  '.redis.cache.sovcloud-api.fr',
];

/** Azure Managed Redis, and the Enterprise tiers before it: TLS on every port. */
const managedDomains = [
  '.redis.azure.net',
  '.redis.chinacloudapi.cn',
  '.redis.usgovcloudapi.net',
  '.redis.sovcloud-api.de',
  '.redis.sovcloud-api.fr',
  '.redisenterprise.cache.azure.net',
];

/** Whether StackExchange.Redis uses TLS for these endpoints where the connection string does not say. */
export function azureImpliesTls(endpoints: readonly HostAndPort[]): boolean {
  if (endpoints.some(({ host }) => isIn(host, cacheDomains))) {
    return endpoints.some(({ port }) => port === 6380);
  }
  return endpoints.some(({ host }) => isIn(host, managedDomains));
}

function isIn(host: string, domains: readonly string[]): boolean {
  const lowerCase = host.toLowerCase();
  return domains.some((domain) => lowerCase.endsWith(domain));
}
