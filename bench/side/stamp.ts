/** How long a message is, in bytes. */
export const messageLength = 120;

/** A message of 120 bytes that says when it was sent, by a clock that all processes of a machine share. */
export function stampedText(prefix = 'sent'): string {
  return `${prefix}:${process.hrtime.bigint()}:`.padEnd(messageLength, 'x');
}

/** When a message was sent, in nanoseconds. */
export function sentAt(text: string): bigint {
  return BigInt(text.split(':')[1] ?? 0);
}

/** A message of this many bytes; a JSON object, since NestJS parses whatever it gets. */
export function plainText(bytes = messageLength): string {
  const frame = JSON.stringify({ text: '' });
  return JSON.stringify({ text: 'x'.repeat(bytes - frame.length) });
}
