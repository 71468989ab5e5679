import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { ApiChannels } from './api-channels.js';
import { apiServers } from './api-servers.js';
import type { AsyncApiDocument, AsyncApiInfo, AsyncApiOperation } from './asyncapi-document.js';
import type { WrittenFunction } from './functions-as-written.js';
import { payloadSchemas } from './schemas/payload-schemas.js';

/** A document, and what it could not say. */
export interface DescribedApi {
  readonly document: AsyncApiDocument;
  /** Sentences about payloads whose schemas are missing in the document. */
  readonly notes: readonly string[];
}

/**
 * What functions receive and send, as a document of AsyncAPI 3.0. The same functions give the same document, wherever it is made.
 *
 * @throws RedisTriggersError PEER_MISSING for a payload class without the package class-validator-jsonschema
 */
export async function describeApi(
  functions: readonly WrittenFunction[],
  info: AsyncApiInfo,
): Promise<DescribedApi> {
  const schemas = payloadSchemas();
  const channels = new ApiChannels();
  const operations: [string, AsyncApiOperation][] = [];
  const placeOf = async (descriptor: FunctionDescriptor) => {
    const channel = channels.of(descriptor);
    const schema = await schemas.of(descriptor, channel.id);
    return { channel: channel.reference, messages: [channel.message(descriptor, schema)] };
  };
  for (const { descriptor, outputs } of functions) {
    const received = await placeOf(descriptor);
    const specifics = specificsOf(descriptor);
    operations.push([descriptor.id, { action: 'receive', ...received, 'x-redis-triggers': specifics }]);
    for (const { name = 'output', receiver } of outputs) {
      const specifics = { kind: receiver.kind, function: descriptor.id };
      const sent = await placeOf(receiver);
      operations.push([
        `${descriptor.id}.${name}`,
        { action: 'send', ...sent, 'x-redis-triggers': specifics },
      ]);
    }
  }
  const document: AsyncApiDocument = {
    asyncapi: '3.0.0',
    info,
    servers: apiServers(
      functions.flatMap(({ descriptor, outputs }) => [
        descriptor,
        ...outputs.map(({ receiver }) => receiver),
      ]),
    ),
    channels: channels.all(),
    operations: Object.fromEntries(operations),
    components: { schemas: schemas.all() },
  };
  return { document, notes: schemas.notes };
}

/** What others may rely on. What only tunes a process, such as its concurrency, is not part of a contract. */
function specificsOf(descriptor: FunctionDescriptor): Readonly<Record<string, unknown>> {
  switch (descriptor.kind) {
    case 'list': {
      const { delivery, listPopFromBeginning } = descriptor;
      return { kind: 'list', delivery, popsFrom: listPopFromBeginning ? 'left' : 'right' };
    }
    case 'stream': {
      const { consumerGroup, startFrom, deleteAfterProcess } = descriptor;
      return { kind: 'stream', delivery: 'atLeastOnce', consumerGroup, startFrom, deleteAfterProcess };
    }
    case 'pubsub':
      return { kind: 'pubsub', delivery: 'atMostOnce', exclusive: descriptor.exclusive };
  }
}
