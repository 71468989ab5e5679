import { addTriggerMetadata } from '../metadata/trigger-metadata.js';
import type { TriggerKind } from '../messages/raw-message.js';
import { assertCalled } from './assert-called.js';
import { decoratedMember } from './decorated-member.js';
import type { AnyMethodDecorator } from './method-decorator.js';

const decorators = {
  list: 'RedisListTrigger',
  stream: 'RedisStreamTrigger',
  pubsub: 'RedisPubSubTrigger',
} as const satisfies Record<TriggerKind, string>;

/** The decorator that records a trigger of this kind. It never looks at the options. */
export function recordTrigger(kind: TriggerKind, options: unknown, overrides?: unknown): AnyMethodDecorator {
  assertCalled(decorators[kind], options, overrides);
  return (first, second, descriptor) => {
    const { owner, method, target, isStandard } = decoratedMember(first, second, descriptor);
    const written = { options, ...(overrides !== undefined && { overrides }) };
    addTriggerMetadata(owner, { kind, method, ...written, target, ...(isStandard && { isStandard }) });
  };
}
