import { Inject } from '@nestjs/common';

/** What of a registration can be injected. */
type Part = 'options' | 'registration' | 'host' | 'runtime' | 'sender' | 'health';

/** The token under which a part of the registration with this name is provided. */
export function nestToken(part: Part, name: string | undefined): string {
  return `redis-triggers:${part}${name === undefined ? '' : `:${name}`}`;
}

/** The token of how runtimes are made: the testing module provides another one. */
export const backendToken = 'redis-triggers:backend';

/** Injects the `Sender` of a registration; of the one without a name unless told. `Sender` as a type does the same for that. */
export function InjectSender(name?: string): ParameterDecorator & PropertyDecorator {
  return Inject(nestToken('sender', name));
}

/** Injects the `Runtime` of a registration; of the one without a name unless told. */
export function InjectRuntime(name?: string): ParameterDecorator & PropertyDecorator {
  return Inject(nestToken('runtime', name));
}

/** Injects the `RedisTriggersHealthIndicator` of a registration that has a name. */
export function InjectHealthIndicator(name?: string): ParameterDecorator & PropertyDecorator {
  return Inject(nestToken('health', name));
}

/** The token of a sender, for `moduleRef.get`, or to override it in a test. */
export function getSenderToken(name?: string): string {
  return nestToken('sender', name);
}

/** The token of a runtime, for `moduleRef.get`. */
export function getRuntimeToken(name?: string): string {
  return nestToken('runtime', name);
}
