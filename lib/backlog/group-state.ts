import type { CommandSender } from '../redis/commands/command-sender.js';

/** What Redis says of a consumer group. */
export interface GroupState {
  readonly name: string;
  /** How many entries were delivered and not acknowledged. */
  readonly pending: number;
  readonly lastDeliveredId: string;
  /** How many entries were not delivered yet; undefined where Redis does not know (before 7.0, or after a deletion). */
  readonly lag: number | undefined;
}

/** The consumer groups of a stream (XINFO GROUPS). */
export async function readGroups(key: string, client: CommandSender): Promise<GroupState[]> {
  const reply = (await client.send(['XINFO', 'GROUPS', key])) as readonly unknown[][];
  return reply.map((fields) => {
    const lag = valueOf(fields, 'lag');
    return {
      name: String(valueOf(fields, 'name')),
      pending: Number(valueOf(fields, 'pending')),
      lastDeliveredId: String(valueOf(fields, 'last-delivered-id')),
      lag: lag === undefined || lag === null ? undefined : Number(lag),
    };
  });
}

function valueOf(fields: readonly unknown[], wanted: string): unknown {
  const at = fields.findIndex((field, index) => index % 2 === 0 && String(field) === wanted);
  return at < 0 ? undefined : fields[at + 1];
}
