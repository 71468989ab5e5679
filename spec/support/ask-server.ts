import { Redis } from 'ioredis';

/** A reply as these specs read it. */
export type Reply = string | number | null | readonly Reply[];

/** Sends one command to the server on a port, over a connection of its own; resolves with the reply. */
export async function askServer(port: number, command: string, ...args: (string | number)[]): Promise<Reply> {
  const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.call(command, ...args)) as Reply;
  } finally {
    client.disconnect();
  }
}

/** The fields of a reply of INFO, of CLUSTER INFO and the like: `name:value` lines. */
export function infoFields(reply: Reply): ReadonlyMap<string, string> {
  const lines = String(reply).split('\r\n');
  return new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1)];
    }),
  );
}
