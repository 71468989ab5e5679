import type { FunctionDescriptor } from '../functions/function-descriptor.js';

/**
 * The stream that holds the dead letters of a function: `{<tag>}:dead-letter:<functionId>`. The tag is the
 * source's own hash tag, else the whole key or channel, so that in a cluster the dead letters lie in the
 * slot of what they came from and can be written in one transaction with its acknowledgement.
 */
export function deadLetterKey(source: string, functionId: string): string {
  // As Redis reads it: only the first opening brace counts, and `{}` is no tag.
  const tag = /^[^{]*\{([^}]+)\}/.exec(source)?.[1] ?? source;
  return `{${tag}}:dead-letter:${functionId}`;
}

/** The streams that hold the dead letters of a function: one for each key; one for a channel or pattern. */
export function deadLetterKeys(descriptor: FunctionDescriptor): readonly string[] {
  const sources = descriptor.kind === 'pubsub' ? [descriptor.channel] : descriptor.keys;
  return [...new Set(sources.map((source) => deadLetterKey(source, descriptor.id)))];
}
