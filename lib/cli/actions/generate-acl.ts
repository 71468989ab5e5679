import { deadLetterRulesOf } from '../acl/acl-rules.js';
import { throwProblems } from '../../errors/redis-triggers-error.js';
import type { Problem } from '../../errors/problem.js';
import { rulesByPlace } from '../acl/connection-rules.js';
import { operatorRulesOf } from '../acl/operator-rules.js';
import { pageRulesOf } from '../acl/page-rules.js';
import { delayerRulesOf, senderRulesOf } from '../acl/sender-rules.js';
import type { ActionContext } from '../program/action-context.js';

/** What the user of one connection needs. */
export interface ConnectionRules {
  readonly connection: string;
  readonly functions: readonly string[];
  /** Those whose methods return what is sent there. */
  readonly outputs?: readonly string[];
  /** The fleet whose keys are there. */
  readonly fleet?: string;
  /** For ACL SETUSER, behind a name and a password. */
  readonly rules: readonly string[];
}

/** What the rules are to be for, beside the functions. */
export interface AclRequest {
  /** The commands of `dead`. */
  readonly deadLetters: boolean;
  /** The other commands. */
  readonly operate: boolean;
  /** The page. */
  readonly page: boolean;
  /** Whoever sends to the functions. */
  readonly send: boolean;
}

/** The rules of each connection for all of its functions together. */
export async function generateAcl(
  { program }: ActionContext,
  { deadLetters, operate, page, send }: AclRequest,
): Promise<ConnectionRules[]> {
  const loaded = await program({ unresolvedConnection: 'redis://localhost' });
  const problems: Problem[] = [];
  const uses = loaded.connectionUses(problems);
  throwProblems(problems, 'the handlers');
  return [...uses].map(([{ name }, use]) => ({
    connection: name,
    functions: use.functions.map(({ id }) => id),
    ...(use.outputs && { outputs: [...new Set(use.outputs.map(({ functionId }) => functionId))] }),
    ...(use.fleetName !== undefined && { fleet: use.fleetName }),
    rules: sorted([
      ...rulesByPlace(use).flatMap(({ rules }) => rules),
      ...(page ? pageRulesOf(use) : []),
      ...(operate ? operatorRulesOf(use) : []),
      ...(send ? use.functions.flatMap((each) => [...senderRulesOf(each), ...delayerRulesOf(each)]) : []),
      ...(deadLetters ? use.functions.flatMap(deadLetterRulesOf) : []),
    ]),
  }));
}

/** Keys, then channels, then commands, each once. */
function sorted(rules: readonly string[]): string[] {
  const order = '~&+';
  return [...new Set(rules)].sort((a, b) => order.indexOf(a.charAt(0)) - order.indexOf(b.charAt(0)));
}
