import { deadLetterRulesOf } from './acl-rules.js';
import type { ConnectionUse } from './connection-rules.js';
import { visitorRulesOf } from './fleet-rules.js';
import { waitingRulesOf } from './operator-rules.js';
import { delayerRulesOf, senderRulesOf } from './sender-rules.js';

/**
 * What the user of a connection needs beside the rules of its functions for everything that the page shows and changes: what waits, who
 * reads it, dead letters, messages that are sent, and the fleet.
 */
export function pageRulesOf({ functions, fleetName }: ConnectionUse): string[] {
  return [
    ...functions.flatMap((each) => [
      ...waitingRulesOf(each),
      ...(each.kind === 'stream' ? ['+xinfo|consumers'] : []),
      ...deadLetterRulesOf(each),
      ...senderRulesOf(each),
      ...delayerRulesOf(each),
    ]),
    ...(fleetName === undefined ? [] : visitorRulesOf(fleetName)),
  ];
}
