/** Whether Redis would give a message of this channel to who subscribes to this pattern: both are compared as bytes. */
export function matchesPattern(pattern: string, channel: string): boolean {
  return expressionOf(asBytes(pattern)).test(asBytes(channel));
}

/** One character for each byte. */
function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** What stands for itself, for one character of a class, for any one, or for any number of them. */
const part =
  /\\(?<escaped>.)|\[(?<not>\^?)(?<members>(?:\\.|[^\]\\]|\\$)*)\]?|(?<star>\*+)|(?<any>\?)|(?<plain>.)/gs;

function expressionOf(pattern: string): RegExp {
  const source = Array.from(pattern.matchAll(part), ({ groups = {} }) => {
    const { escaped, not, members, star, any, plain = '' } = groups;
    if (star !== undefined) return '.*';
    if (any !== undefined) return '.';
    if (members !== undefined) return classOf(members, not === '^');
    return literal(escaped ?? plain);
  });
  return new RegExp(`^${source.join('')}$`, 's');
}

function classOf(members: string, isNegated: boolean): string {
  const ranges = Array.from(members.matchAll(/\\(.)|(.)-(.)|(.)/gs), ([, escaped, from, to, plain]) => {
    if (from === undefined || to === undefined) return literal(escaped ?? plain ?? '');
    // Redis takes a range from either end.
    const [low, high] = from <= to ? [from, to] : [to, from];
    return `${literal(low)}-${literal(high)}`;
  });
  if (ranges.length === 0) return isNegated ? '.' : '(?!)';
  return `[${isNegated ? '^' : ''}${ranges.join('')}]`;
}

function literal(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
