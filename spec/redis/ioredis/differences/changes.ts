import { Redis } from 'ioredis';
import { FlatCommand } from '../../../../lib/redis/ioredis/flat-command.js';

type Send = (this: Redis, ...args: Parameters<Redis['sendCommand']>) => unknown;

/** What ioredis does itself; not by the method of a client, which a change has replaced. */
// eslint-disable-next-line @typescript-eslint/unbound-method
const send: Send = Redis.prototype.sendCommand;

// Each makes of a client one of an ioredis that differs in one thing.

/** Writes every command to the socket, whatever it is sent with. */
export function ignorePipelines(client: Redis): void {
  client.sendCommand = (command) => send.call(client, command);
}

/** Writes to pipelines, later than when the command is sent. */
export function writeToPipelinesLater(client: Redis): void {
  client.sendCommand = (command, stream) => {
    if (!stream || !('isPipeline' in stream)) return send.call(client, command, stream);
    const write = (text: string | Buffer): unknown =>
      setImmediate(() => stream.write(text as string & Buffer));
    return send.call(client, command, { ...bare(stream), write } as typeof stream);
  };
}

/** Takes no commands but those that it has made. */
export function refuseOtherCommands(client: Redis): void {
  client.sendCommand = (command, stream) => {
    if (command instanceof FlatCommand) throw new Error('not a command');
    return send.call(client, command, stream);
  };
}

/** Has another listener than its decoder before it. */
export function listenBeforeDecoder(client: Redis): void {
  client.on('connect', () => client.stream.prependListener('data', () => undefined));
}

/** Decodes bytes later than when they come. */
export function decodeLater(client: Redis): void {
  replaceDecoder(client, (bytes, decode) => void setImmediate(() => decode(bytes)));
}

/** Makes no text of big numbers. */
export function readBigNumbersAsNumbers(client: Redis): void {
  replaceDecoder(client, (bytes, decode) => decode(bytes[0] === 0x28 ? colonFor(bytes) : bytes));
}

/** Does not show how many commands wait for their replies. */
export function hideQueue(client: Redis): void {
  let queue: Redis['commandQueue'];
  const hidden = (): Redis['commandQueue'] =>
    new Proxy(queue, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (name === 'length') return String(value);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  Object.defineProperty(client, 'commandQueue', {
    get: () => queue && hidden(),
    set: (value: Redis['commandQueue']) => (queue = value),
  });
}

/** Goes by a copy of its options, made before anything was changed. */
export function copyOptions(client: Redis): void {
  const copy = { ...client.options };
  client.sendCommand = (command, stream) => {
    const { options } = client;
    client.options = copy;
    try {
      return send.call(client, command, stream);
    } finally {
      client.options = options;
    }
  };
}

/** Keeps to itself that a node has ended a subscription. */
export function keepMovesSecret(client: Redis): void {
  replaceDecoder(client, (bytes, decode) => {
    if (!bytes.includes('sunsubscribe')) decode(bytes);
  });
}

function bare(stream: object): object {
  const { isPipeline, destination } = stream as { isPipeline: unknown; destination: unknown };
  return { isPipeline, destination };
}

function replaceDecoder(
  client: Redis,
  decode: (bytes: Buffer, decode: (bytes: Buffer) => void) => void,
): void {
  client.on('connect', () => {
    const { stream } = client;
    const [decoder] = stream.listeners('data') as ((bytes: Buffer) => void)[];
    if (!decoder) throw new Error('ioredis has no decoder');
    stream.prependListener('data', (bytes: Buffer) => decode(bytes, decoder));
    stream.off('data', decoder);
  });
}

function colonFor(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(':'), bytes.subarray(1)]);
}
