/** Whether ioredis only says that it could not write, because the connection was closed a moment ago. */
export function isWriteRefusal(error: Error): boolean {
  return error.message.startsWith("Stream isn't writeable");
}
