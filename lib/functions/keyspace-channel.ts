/** Whether a channel or pattern is one of keyspace notifications. */
export function isKeyspaceChannel(channel: string): boolean {
  return /^__key(space|event)@/.test(channel);
}
