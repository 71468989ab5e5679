import type { ConnectionUse, NeededRules } from '../acl/connection-rules.js';
import { placeOfConnection, rulesByPlace } from '../acl/connection-rules.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { finding, type Finding } from './finding.js';
import { readRights, type Rights } from './user-rights.js';

/**
 * Which rights the user of a connection lacks for its functions and for the fleet, as its own rules say (ACL WHOAMI, ACL
 * GETUSER). A user that may not read them is told nothing: what it lacks shows when the functions run.
 */
export async function checkRights(use: ConnectionUse, client: CommandSender): Promise<Finding[]> {
  // What the connection itself needs can be left out, or there would be none.
  const needed = rulesByPlace(use).filter(({ place }) => place !== placeOfConnection);
  const rights = await readRights(client, new Set(needed.flatMap(({ rules }) => rules)));
  if (!rights) return [];
  return needed.flatMap((each) => lacking(each, rights));
}

function lacking({ place, rules }: NeededRules, rights: Rights): Finding[] {
  const missing = rules.filter((rule) => !rights.has(rule));
  if (missing.length === 0) return [];
  const what = `the user "${rights.user}" lacks rights: ${missing.join(' ')}`;
  const remedy = `Run ACL SETUSER ${rights.user} ${missing.join(' ')}`;
  return [finding('REDIS_FORBIDDEN', place, what, remedy)];
}
