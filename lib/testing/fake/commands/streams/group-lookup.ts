import type { Bytes } from '../../resp/bytes.js';
import { CommandError } from '../../engine/command-error.js';
import type { Consumer, ConsumerGroup } from '../../engine/stream/consumer-group.js';
import type { Stream } from '../../engine/stream/stream.js';
import type { CommandContext } from '../command-context.js';

export interface FoundGroup {
  readonly stream: Stream;
  readonly group: ConsumerGroup;
}

/** The group of a stream, for commands that need one: neither the key nor the group may be missing. */
export function groupOf(stream: Stream | undefined, key: Bytes, name: Bytes): FoundGroup {
  const group = stream?.groups.get(name);
  if (!stream || !group) {
    throw new CommandError(`NOGROUP No such key '${key}' or consumer group '${name}'`);
  }
  return { stream, group };
}

/** The consumer of this name, made when there is none. */
export function obtainConsumer(
  context: CommandContext,
  key: Bytes,
  group: ConsumerGroup,
  name: Bytes,
): Consumer {
  const present = group.consumer(name);
  if (present) return present;
  if (context.version >= 7) context.notify('t', 'xgroup-createconsumer', key);
  return group.addConsumer(name, context.now);
}
