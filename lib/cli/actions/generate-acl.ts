import { aclRulesOf, deadLetterRulesOf, rulesOfConnection } from '../acl/acl-rules.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { ActionContext } from '../program/action-context.js';

/** What the user of one connection needs. */
export interface ConnectionRules {
  readonly connection: string;
  readonly functions: readonly string[];
  /** For ACL SETUSER, behind a name and a password. */
  readonly rules: readonly string[];
}

/** The rules of each connection for all of its functions together. */
export async function generateAcl(
  { program }: ActionContext,
  { deadLetters }: { readonly deadLetters: boolean },
): Promise<ConnectionRules[]> {
  const { functions, databaseOf } = await program({ unresolvedConnection: 'redis://localhost' });
  const connections = new Map<string, FunctionDescriptor[]>();
  for (const each of functions)
    connections.set(each.connection, [...(connections.get(each.connection) ?? []), each]);
  return [...connections].map(([connection, those]) => {
    const [first] = those;
    const rules = [
      ...rulesOfConnection,
      ...(first && databaseOf(first) > 0 ? ['+select'] : []),
      ...those.flatMap(aclRulesOf),
      ...(deadLetters ? those.flatMap(deadLetterRulesOf) : []),
    ];
    return { connection, functions: those.map(({ id }) => id), rules: sorted(rules) };
  });
}

/** Keys, then channels, then commands, each once. */
function sorted(rules: readonly string[]): string[] {
  const order = '~&+';
  return [...new Set(rules)].sort((a, b) => order.indexOf(a.charAt(0)) - order.indexOf(b.charAt(0)));
}
