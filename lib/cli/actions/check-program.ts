import type { ConnectionUse } from '../acl/connection-rules.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { looksMinified } from '../../functions/looks-minified.js';
import { checkLeftBehind } from '../checking/check-left-behind.js';
import { checkLoader } from '../checking/check-loader.js';
import { checkRights } from '../checking/check-rights.js';
import { checkServer } from '../checking/check-server.js';
import { finding, type Finding } from '../checking/finding.js';
import type { ActionContext } from '../program/action-context.js';
import type { Program } from '../program/program.js';

/** What was looked at, and what is wrong. */
export interface CheckResult {
  readonly functions: number;
  readonly connections: number;
  /** Connections that could not be reached, so that their servers were not looked at. */
  readonly unreachable: readonly string[];
  readonly findings: readonly Finding[];
}

/** Looks for everything that the documentation warns of, in the code and in Redis. Changes nothing. */
export async function checkProgram(
  { program, source }: ActionContext,
  { offline }: { readonly offline: boolean },
): Promise<CheckResult> {
  const loaded = await program({ keepsProblems: true, runs: true });
  const problems = [...loaded.problems];
  const uses = loaded.connectionUses(problems);
  const findings = problems.map(({ code, place, what, remedy }) => finding(code, place, what, remedy));
  findings.push(...loaded.functions.filter(looksMinified).map(minified));
  if (source.hasLoader) findings.push(...checkLoader(loaded.functions));
  const unreachable: string[] = [];
  for (const [target, use] of offline ? [] : uses) {
    const found = await checkConnection(loaded, target, use);
    if (found.isUnreachable) unreachable.push(target.name);
    findings.push(...found.findings);
  }
  return { functions: loaded.functions.length, connections: uses.size, unreachable, findings };
}

async function checkConnection(
  program: Program,
  target: ConnectionTarget,
  use: ConnectionUse,
): Promise<{ readonly isUnreachable: boolean; readonly findings: readonly Finding[] }> {
  const { name: connection } = target;
  const { functions } = use;
  try {
    const client = await program.connectTo(target);
    const masters = await program.masters(target);
    const looks = [
      ...masters.flatMap((master) => [checkServer(connection, functions, master), checkRights(use, master)]),
      checkLeftBehind(functions, { client, masters }),
    ];
    return { isUnreachable: false, findings: distinct((await Promise.all(looks)).flat()) };
  } catch (error) {
    if (!(error instanceof RedisTriggersError)) throw error;
    const { code, what, remedy } = error.problems[0] ?? { code: error.code, what: error.message };
    return {
      isUnreachable: true,
      findings: [finding(code, connection, program.secrets.scrub(what), remedy)],
    };
  }
}

/** What several servers have in common is said once. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((each) => [JSON.stringify(each), each])).values()];
}

function minified({ id }: FunctionDescriptor): Finding {
  return finding('FUNCTION_ID_MINIFIED', id, 'the id comes from names that a minifier seems to have made');
}
