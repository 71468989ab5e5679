import type { MethodName } from '../metadata/class.js';
import { addTriggerMetadata } from '../metadata/trigger-metadata.js';
import type { TriggerKind } from '../messages/raw-message.js';
import { assertCalled } from './assert-called.js';
import { assertLegacyDecorator } from './assert-legacy-decorator.js';
import { targetOf } from './target-of.js';

const decorators = {
  list: 'RedisListTrigger',
  stream: 'RedisStreamTrigger',
  pubsub: 'RedisPubSubTrigger',
} as const satisfies Record<TriggerKind, string>;

/** The decorator that records a trigger of this kind. It never looks at the options. */
export function recordTrigger(kind: TriggerKind, options: unknown, overrides?: unknown): MethodDecorator {
  assertCalled(decorators[kind], options, overrides);
  return (owner: object, method: MethodName, descriptor?: PropertyDescriptor) => {
    assertLegacyDecorator(owner, method);
    const written = { options, ...(overrides !== undefined && { overrides }) };
    addTriggerMetadata(owner, { kind, method, ...written, target: targetOf(owner, descriptor) });
  };
}
