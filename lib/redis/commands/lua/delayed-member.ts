/**
 * A delayed message is a member of a sorted set: `<due>-<number>,<content>`. The number counts those that are due in the
 * same millisecond, in ten digits, so that they are sorted by it. This is the one place that knows it, for the scripts in Lua
 * and for what does the same without them; `delayed-content` knows what the content is.
 */
export const delayedMember = `
local function memberOf(due, number, content)
  return string.format('%s-%010d,', due, number) .. content
end
local function numberOf(member)
  return tonumber(string.match(member, '^%d+%-(%d+),'))
end
local function contentOf(member)
  local at = string.match(member, '^%d+%-%d+,()')
  return at and string.sub(member, at)
end
`;

/** The member of a message. */
export function memberOf(due: number, number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${due}-${String(number).padStart(10, '0')},`), content]);
}

/** The number of a member; undefined for what is none. */
export function numberOf(member: Buffer): number | undefined {
  const [, number] = headOf(member);
  return number === undefined ? undefined : Number(number);
}

/** The content of a member; undefined for what is none. */
export function contentOf(member: Buffer): Buffer | undefined {
  const [head] = headOf(member);
  return head === undefined ? undefined : member.subarray(head.length);
}

function headOf(member: Buffer): readonly (string | undefined)[] {
  return /^\d+-(\d+),/.exec(member.toString('latin1')) ?? [];
}
