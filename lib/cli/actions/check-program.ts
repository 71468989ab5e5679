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
  const loaded = await program({ keepsProblems: true });
  const findings = loaded.problems.map(({ code, place, what, remedy }) => finding(code, place, what, remedy));
  findings.push(...loaded.functions.filter(looksMinified).map(minified));
  if (source.hasLoader) findings.push(...checkLoader(loaded.functions));
  const connections = new Map<string, FunctionDescriptor[]>();
  for (const each of loaded.functions)
    connections.set(each.connection, [...(connections.get(each.connection) ?? []), each]);
  const unreachable: string[] = [];
  for (const [connection, functions] of offline ? [] : connections) {
    const found = await checkConnection(loaded, connection, functions);
    if (found.isUnreachable) unreachable.push(connection);
    findings.push(...found.findings);
  }
  return { functions: loaded.functions.length, connections: connections.size, unreachable, findings };
}

async function checkConnection(
  program: Program,
  connection: string,
  functions: readonly FunctionDescriptor[],
): Promise<{ readonly isUnreachable: boolean; readonly findings: readonly Finding[] }> {
  const [first] = functions;
  if (!first) return { isUnreachable: false, findings: [] };
  try {
    const client = await program.connect(first);
    const looks = [
      checkServer(connection, functions, client),
      checkRights(functions, client),
      checkLeftBehind(functions, client),
    ];
    return { isUnreachable: false, findings: (await Promise.all(looks)).flat() };
  } catch (error) {
    if (!(error instanceof RedisTriggersError)) throw error;
    const { code, what, remedy } = error.problems[0] ?? { code: error.code, what: error.message };
    return {
      isUnreachable: true,
      findings: [finding(code, connection, program.secrets.scrub(what), remedy)],
    };
  }
}

function minified({ id }: FunctionDescriptor): Finding {
  return finding('FUNCTION_ID_MINIFIED', id, 'the id comes from names that a minifier seems to have made');
}
