import { clipped } from '../errors/clipped.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { sourcesOf } from '../functions/sources.js';
import { matchesPattern } from './matches-pattern.js';
import type { AnySendOptions } from './send-options.js';

/** The key or the channel that is sent to: the only one there is, or the one that is asked for. */
export function chooseSource(
  descriptor: FunctionDescriptor,
  { key, channel }: Pick<AnySendOptions, 'key' | 'channel'>,
  place: string,
): string {
  const sources = sourcesOf(descriptor);
  const asked = descriptor.kind === 'pubsub' ? channel : key;
  const isPattern = descriptor.kind === 'pubsub' && descriptor.pattern;
  const [only = '', ...others] = sources;
  if (asked === undefined) {
    if (others.length === 0 && !isPattern) return only;
    const what = isPattern
      ? `the definition is the pattern ${only}, and it is not said which channel is meant`
      : `the definition has several keys (${sources.join(', ')}), and it is not said which is meant`;
    throw refused(place, what, isPattern ? 'Name it: `{ channel }`.' : 'Name it: `{ key }`.');
  }
  if (isPattern ? matchesPattern(only, asked) : sources.includes(asked)) return asked;
  const what = isPattern
    ? `the channel ${clipped(asked)} does not match the pattern ${only} of the definition`
    : `${clipped(asked)} is not of the definition, which has ${sources.join(', ')}`;
  throw refused(place, what, 'Nobody who goes by this definition would get it.');
}

function refused(place: string, what: string, remedy: string): RedisTriggersError {
  return new RedisTriggersError({ code: 'SEND_OPTION_INVALID', place, what, remedy });
}
