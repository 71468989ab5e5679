import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { assertKeyspaceNotifications } from '../../pubsub/keyspace-check.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { isForbidden } from '../../redis/errors/error-kind.js';
import { systemClock } from '../../time/system-clock.js';
import { checkVersion } from './check-version.js';
import { finding, type Finding } from './finding.js';

/** What is wrong with the server of a connection, for its functions. */
export async function checkServer(
  connection: string,
  functions: readonly FunctionDescriptor[],
  client: CommandSender,
): Promise<Finding[]> {
  const info = await read(client);
  return [
    ...checkVersion(connection, info.get('redis_version'), functions),
    ...checkEviction(connection, info, functions),
    ...(await checkNotifications(functions, client)),
  ];
}

/** Without the right to ask, nothing is known of the server, and nothing said of it. */
async function read(client: CommandSender): Promise<ReadonlyMap<string, string>> {
  try {
    const text = String(await client.send(['INFO']));
    return new Map(
      [...text.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name = '', value = '']) => [name, value]),
    );
  } catch (error) {
    if (isForbidden(error)) return new Map();
    throw error;
  }
}

function checkEviction(
  connection: string,
  info: ReadonlyMap<string, string>,
  functions: readonly FunctionDescriptor[],
): Finding[] {
  const policy = info.get('maxmemory_policy');
  const keepsMessages = functions.some((each) => each.kind !== 'pubsub' || each.deadLetter);
  if (policy === undefined || policy === 'noeviction' || !keepsMessages) return [];
  const volatile = policy.startsWith('volatile-');
  const what = `maxmemory-policy is ${policy}, so that Redis may delete ${volatile ? 'leases and ids of handled messages' : 'messages that wait'} when its memory is full`;
  return [finding('SERVER_UNFIT', connection, what, 'Run CONFIG SET maxmemory-policy noeviction.')];
}

async function checkNotifications(
  functions: readonly FunctionDescriptor[],
  client: CommandSender,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const each of functions) {
    if (each.kind !== 'pubsub' || each.configureKeyspaceNotifications) continue;
    try {
      await assertKeyspaceNotifications(each, client, { clock: systemClock, mostAgeInMs: 0 });
    } catch (error) {
      if (!(error instanceof RedisTriggersError)) throw error;
      const [problem] = error.problems;
      if (problem) findings.push(finding(problem.code, each.id, problem.what, problem.remedy));
    }
  }
  return findings;
}
