import type { Bytes } from '../../resp/bytes.js';
import { double, type Reply } from '../../resp/reply.js';
import type { ScoredMember } from '../../engine/sorted-set.js';
import type { CommandContext } from '../command-context.js';
import { formatDouble } from '../numbers.js';

export function scoreReply({ version }: Pick<CommandContext, 'version'>, score: number): Reply {
  return double(formatDouble(score, version));
}

/** Members, with their scores on request: pairs in RESP3, a flat array in RESP2. */
export function membersReply(
  context: CommandContext,
  members: readonly ScoredMember[],
  withScores: boolean,
): Reply {
  if (!withScores) return members.map(({ member }) => member);
  const pairs = members.map(({ member, score }): [Bytes, Reply] => [member, scoreReply(context, score)]);
  return context.isResp3 ? pairs : pairs.flat();
}
