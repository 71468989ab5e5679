import type { CommandArgument } from '../redis/commands/command-sender.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';

/** What the script that replays needs to know of the function besides the dead letter. */
export function replayArguments(descriptor: FunctionDescriptor): readonly CommandArgument[] {
  switch (descriptor.kind) {
    case 'pubsub':
      // Nobody who subscribes to a sharded channel hears what is published on the ordinary one of its name.
      return [descriptor.sharded ? 'SPUBLISH' : 'PUBLISH'];
    case 'list':
      // The end at which an element waits longest: a replay of many must not hold up what is new.
      return [descriptor.listPopFromBeginning ? 'RPUSH' : 'LPUSH'];
    case 'stream':
      // As idle as what a dead process left: the next sweep claims it.
      return [descriptor.consumerGroup, descriptor.claimIdleInMs];
  }
}
