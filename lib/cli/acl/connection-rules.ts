import type { ConnectionTarget } from '../../connections/connection-target.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { aclRulesOf, needsScripts, rulesOfConnection } from './acl-rules.js';
import { memberRulesOf } from './fleet-rules.js';
import { outputRulesOf, type OutputUse } from './sender-rules.js';

/** What a connection is used for, as far as it decides what its user needs. */
export interface ConnectionUse {
  readonly functions: readonly FunctionDescriptor[];
  /** What methods return, and is sent on it; none unless told. */
  readonly outputs?: readonly OutputUse[];
  /** The fleet whose keys are there. */
  readonly fleetName?: string;
  readonly target: Pick<ConnectionTarget, 'database' | 'cluster'>;
}

/** What one thing on a connection needs of its user. */
export interface NeededRules {
  /** A function's id, a fleet, or what every connection needs. */
  readonly place: string;
  readonly rules: readonly string[];
}

/** The place of what the connection itself needs. */
export const placeOfConnection = 'the connection';

/** What the user of a connection needs for each of its functions, for what they return, for the fleet, and for the connection itself. */
export function rulesByPlace({ functions, outputs = [], fleetName, target }: ConnectionUse): NeededRules[] {
  const hasScripts = functions.some(needsScripts) || fleetName !== undefined;
  return [
    { place: placeOfConnection, rules: [...rulesOfConnection, ...rulesOfServer(target)] },
    ...functions.map((each) => ({ place: each.id, rules: aclRulesOf(each, hasScripts) })),
    ...outputs.map((each) => ({ place: each.functionId, rules: outputRulesOf(each) })),
    ...(fleetName === undefined
      ? []
      : [{ place: `the fleet ${fleetName}`, rules: memberRulesOf(fleetName) }]),
  ];
}

function rulesOfServer({ database = 0, cluster }: ConnectionUse['target']): string[] {
  return [
    ...(database > 0 ? ['+select'] : []),
    ...(cluster ? ['+cluster|slots', '+cluster|nodes', '+asking'] : []),
  ];
}
