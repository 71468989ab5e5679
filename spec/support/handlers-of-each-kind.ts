import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Class } from '../../lib/metadata/class.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import type { Recorder } from './recorder.js';

/** A handler class with a function of each kind on the connection `redis`, which records every message. */
export function handlersOfEachKind(received: Recorder<string>): Class {
  class Handlers {
    @RedisListTrigger({ connection: 'redis', key: 'elements' })
    onElement(message: RedisMessageModel): void {
      received.add(message.message);
    }

    @RedisStreamTrigger({ connection: 'redis', key: 'entries' })
    onEntry(message: RedisMessageModel): void {
      received.add(message.message);
    }

    @RedisPubSubTrigger({ connection: 'redis', channel: 'channel' })
    onMessage(message: RedisMessageModel): void {
      received.add(message.message);
    }
  }
  return Handlers;
}
