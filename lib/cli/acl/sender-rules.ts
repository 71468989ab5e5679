import { delayedKey } from '../../delayed/delayed-key.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { sourcesOf } from '../../functions/sources.js';
import { escapedPattern } from './escaped-pattern.js';

/** What a method returns is sent there. */
export interface OutputUse {
  /** The id of the function. */
  readonly functionId: string;
  /** What a trigger of the output's definition has. */
  readonly descriptor: FunctionDescriptor;
  /** The key or channel. */
  readonly source: string;
}

/** What somebody needs to send to the keys or channels of a function, as rules for ACL SETUSER. docs/security.md has the same. */
export function senderRulesOf(
  descriptor: FunctionDescriptor,
  sources: readonly string[] = sourcesOf(descriptor),
): string[] {
  const places = sources.map((each) => escapedPattern(each));
  switch (descriptor.kind) {
    case 'list': {
      const push = descriptor.listPopFromBeginning ? '+rpush' : '+lpush';
      return [...places.map((place) => `~${place}`), push];
    }
    case 'stream':
      return [...places.map((place) => `~${place}`), '+xadd'];
    case 'pubsub': {
      // Here a pattern allows each channel that matches it.
      const channels = descriptor.pattern && sources[0] === descriptor.channel ? sources : places;
      return [...channels.map((channel) => `&${channel}`), descriptor.sharded ? '+spublish' : '+publish'];
    }
  }
}

/** What it needs besides to keep messages until they are due. */
export function delayerRulesOf(descriptor: FunctionDescriptor): string[] {
  if (descriptor.kind === 'pubsub' || !descriptor.delayed) return [];
  const names = descriptor.keys.map((key) => escapedPattern(delayedKey(key)));
  return [
    ...names.flatMap((name) => [`~${name}`, `&${name}`]),
    ...['+evalsha', '+eval', '+time', '+zrangebyscore', '+zrevrangebyscore', '+zadd', '+publish'],
  ];
}

/** What is needed to send what a method returns. */
export function outputRulesOf({ descriptor, source }: OutputUse): string[] {
  return senderRulesOf(descriptor, [source]);
}
