import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { sourcesOf } from '../functions/sources.js';
import { UniqueNames } from '../functions/unique-names.js';
import { channelAddress } from './channel-address.js';
import { serverName } from './api-servers.js';
import {
  referenceTo,
  type AsyncApiChannel,
  type AsyncApiMessage,
  type Reference,
} from './asyncapi-document.js';

/** The channels of a document: one for what functions of one kind read at the same place. */
export class ApiChannels {
  private readonly byPlace = new Map<string, ApiChannel>();
  private readonly ids = new UniqueNames('_');

  /** The channel that a function reads. */
  of(descriptor: FunctionDescriptor): ApiChannel {
    const place = JSON.stringify([descriptor.connection, placeOf(descriptor)]);
    const known = this.byPlace.get(place);
    if (known) return known;
    const channel = new ApiChannel(this.ids.take(idOf(descriptor)), descriptor);
    this.byPlace.set(place, channel);
    return channel;
  }

  all(): Readonly<Record<string, AsyncApiChannel>> {
    return Object.fromEntries([...this.byPlace.values()].map((channel) => [channel.id, channel.described()]));
  }
}

/** One channel, with the messages that its functions expect. */
export class ApiChannel {
  private readonly messages = new Map<string, AsyncApiMessage>();

  constructor(
    readonly id: string,
    private readonly first: FunctionDescriptor,
  ) {}

  get reference(): Reference {
    return referenceTo('channels', this.id);
  }

  /** A reference to the message that a function expects, with the name of its schema if it has one. */
  message(descriptor: FunctionDescriptor, schema: string | undefined): Reference {
    const field = descriptor.kind === 'stream' ? descriptor.payloadField : undefined;
    const name = [schema ?? 'message', ...(field === undefined ? [] : [field])].join('.');
    this.messages.set(name, messageNamed(name, descriptor, schema, field));
    return referenceTo('channels', this.id, 'messages', name);
  }

  described(): AsyncApiChannel {
    return {
      ...channelAddress(sourcesOf(this.first)),
      servers: [referenceTo('servers', serverName(this.first.connection))],
      messages: Object.fromEntries(this.messages),
      'x-redis-triggers': placeOf(this.first),
    };
  }
}

function messageNamed(
  name: string,
  { kind }: FunctionDescriptor,
  schema: string | undefined,
  field: string | undefined,
): AsyncApiMessage {
  const isJson = schema !== undefined && (kind !== 'stream' || field !== undefined);
  return {
    name,
    ...(isJson && { contentType: 'application/json' }),
    ...(schema !== undefined && { payload: referenceTo('components', 'schemas', schema) }),
    ...(kind === 'stream' && { 'x-redis-triggers': field === undefined ? { form: 'fields' } : { field } }),
  };
}

/** Where messages are, and the command that puts them there. */
function placeOf(descriptor: FunctionDescriptor): Readonly<Record<string, unknown>> {
  switch (descriptor.kind) {
    case 'list':
      return {
        kind: 'list',
        keys: descriptor.keys,
        command: descriptor.listPopFromBeginning ? 'RPUSH' : 'LPUSH',
      };
    case 'stream':
      return { kind: 'stream', keys: descriptor.keys, command: 'XADD' };
    case 'pubsub': {
      const { channel, pattern, sharded } = descriptor;
      return { kind: 'pubsub', channel, pattern, command: sharded ? 'SPUBLISH' : 'PUBLISH' };
    }
  }
}

function idOf(descriptor: FunctionDescriptor): string {
  const words = sourcesOf(descriptor)
    .join('_')
    .split(/[^\w-]+/)
    .filter((word) => word !== '');
  return words.join('_') || descriptor.kind;
}
