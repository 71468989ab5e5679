import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { looksLikeConnectionString } from '../connection-strings/looks-like-connection-string.js';
import type { AsyncApiServer } from './asyncapi-document.js';

/**
 * A server for each connection. Where a name leads is said by settings, and differs from environment to environment; so
 * it is a variable of the document.
 */
export function apiServers(
  functions: readonly FunctionDescriptor[],
): Readonly<Record<string, AsyncApiServer>> {
  const connections = new Set(functions.map(({ connection }) => connection));
  return Object.fromEntries([...connections].map((each) => [serverName(each), serverOf(each)]));
}

/** The name of a connection's server in the document. */
export function serverName(connection: string): string {
  return connection.replaceAll(/[^\w.-]+/g, '_');
}

function serverOf(connection: string): AsyncApiServer {
  if (looksLikeConnectionString(connection)) {
    const [host = '', database] = connection.split('/');
    return { host, protocol: 'redis', ...(database !== undefined && { pathname: `/${database}` }) };
  }
  const description = `Where the connection "${connection}" leads.`;
  return { host: '{host}', protocol: 'redis', variables: { host: { description } } };
}
