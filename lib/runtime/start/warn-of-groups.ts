import type { Connections } from '../../connections/connections.js';
import type { StreamFunction } from '../../functions/function-descriptor.js';
import type { Logger } from '../../logging/logger.js';
import type { Clock } from '../../time/clock.js';
import { findLeftoverGroups, type LeftoverGroup } from './leftover-groups.js';
import type { PreparedFunction } from '../functions/prepared-function.js';

/** What a look at the groups takes. */
export interface GroupSurroundings {
  readonly connections: Pick<Connections, 'command'>;
  readonly logger: Logger;
  readonly clock: Pick<Clock, 'date'>;
}

/**
 * Warns of consumer groups on the streams of this program that seem to be left behind. Looks once, one stream after
 * another; where the user may not look, or Redis cannot be asked, it says nothing. Never rejects.
 */
export async function warnOfGroups(
  prepared: readonly PreparedFunction[],
  { connections, logger, clock }: GroupSurroundings,
): Promise<void> {
  for (const { target, key, functions } of streamsOf(prepared)) {
    try {
      const client = connections.command(target);
      const groups = await findLeftoverGroups(key, functions, client, clock.date().getTime());
      for (const group of groups) logger.warn(fieldsOf(target.name, group), textOf(group));
    } catch {
      // It is only a hint.
    }
  }
}

interface StreamOfProgram {
  readonly target: PreparedFunction['target'];
  readonly key: string;
  readonly functions: StreamFunction[];
}

/** Each stream once, however many functions read it. */
function streamsOf(prepared: readonly PreparedFunction[]): Iterable<StreamOfProgram> {
  const streams = new Map<string, StreamOfProgram>();
  for (const { descriptor, target } of prepared) {
    if (descriptor.kind !== 'stream') continue;
    for (const key of descriptor.keys) {
      const name = `${target.name} ${key}`;
      const stream = streams.get(name) ?? { target, key, functions: [] };
      stream.functions.push(descriptor);
      streams.set(name, stream);
    }
  }
  return streams.values();
}

function fieldsOf(connection: string, { key, name: group, pending, lag }: LeftoverGroup): object {
  return { connection, key, group, pending, ...(lag !== undefined && { lag }) };
}

function textOf({ key, name }: LeftoverGroup): string {
  return (
    `no function of this program has the consumer group ${name} of the stream ${key}, and nobody seems to read it: ` +
    `if it belongs to a function that was renamed, give that function \`name: '${name}'\`; ` +
    `if nobody needs it any more, run XGROUP DESTROY ${key} ${name}`
  );
}
