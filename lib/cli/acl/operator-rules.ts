import { delayedKey } from '../../delayed/delayed-key.js';
import type {
  FunctionDescriptor,
  ListFunction,
  StreamFunction,
} from '../../functions/function-descriptor.js';
import { deadRulesOf } from './acl-rules.js';
import type { ConnectionUse } from './connection-rules.js';
import { escapedPattern } from './escaped-pattern.js';
import { visitorRulesOf } from './fleet-rules.js';
import { delayerRulesOf } from './sender-rules.js';

/** By their names `status` counts the processes that listen. */
const countingWorkers = ['+client|setname', '+client|list'];

const ofCheck = ['+acl|whoami', '+acl|getuser', '+command|info', '+scan', '+xinfo|consumers', '+hkeys'];

/** What the user of a connection needs beside the rules of its functions for `status`, `check`, `pause`, `resume` and `send`. */
export function operatorRulesOf({ functions, fleetName }: ConnectionUse): string[] {
  return [
    ...countingWorkers,
    ...ofCheck,
    ...functions.flatMap((each) => waitingRulesOf(each)),
    ...(fleetName === undefined ? [] : visitorRulesOf(fleetName)),
  ];
}

/** To count what waits for a function and its dead letters, and to send to it. */
export function waitingRulesOf(descriptor: FunctionDescriptor): string[] {
  const dead = [...deadRulesOf(descriptor), '+xlen'];
  if (descriptor.kind === 'pubsub') return [...dead, ...rulesOfKind(descriptor)];
  return [...dead, ...rulesOfKind(descriptor), ...rulesOfDelayed(descriptor), ...delayerRulesOf(descriptor)];
}

/** `status` counts what is delayed; `check` looks for what nobody moves; `send --delay` adds to it. */
function rulesOfDelayed({ keys, delayed }: ListFunction | StreamFunction): string[] {
  const counting = delayed ? ['+evalsha', '+eval', '+time', '+zcount'] : [];
  return [...keys.map((key) => `~${escapedPattern(delayedKey(key))}`), ...counting, '+zcard'];
}

function rulesOfKind(descriptor: FunctionDescriptor): string[] {
  switch (descriptor.kind) {
    case 'list': {
      const push = descriptor.listPopFromBeginning ? '+rpush' : '+lpush';
      return ['+llen', push];
    }
    case 'stream':
      return ['+xinfo|groups', '+xpending', '+xrange', '+xadd'];
    case 'pubsub':
      return descriptor.sharded ? ['+pubsub|shardnumsub', '+spublish'] : ['+pubsub|numsub', '+publish'];
  }
}
