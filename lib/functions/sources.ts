import { sourceOf, type RawMessage } from '../messages/raw-message.js';
import type { FunctionDescriptor } from './function-descriptor.js';

/** What a function listens to: its keys; its channel or pattern. */
export function sourcesOf(descriptor: FunctionDescriptor): readonly string[] {
  return descriptor.kind === 'pubsub' ? [descriptor.channel] : descriptor.keys;
}

/** Which of these a message came from: those of a pattern belong together, whatever channel they came from. */
export function sourceAmong(descriptor: FunctionDescriptor, message: RawMessage): string {
  return descriptor.kind === 'pubsub' ? descriptor.channel : sourceOf(message);
}
