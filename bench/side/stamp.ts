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

/** A message of this many bytes with a number; a JSON object, since NestJS parses whatever it gets. */
export function plainText(number = 0, bytes = messageLength): string {
  const [before, after] = aroundNumber(bytes);
  return `${before}${String(number).padStart(numberLength, '0')}${after}`;
}

/** How many digits the number of a message has. */
export const numberLength = 8;

/** What stands before and after the number in a message of so many bytes. */
export function aroundNumber(bytes = messageLength): readonly [before: string, after: string] {
  const [before, end] = ['{"text":"', '"}'];
  return [before, 'x'.repeat(bytes - before.length - numberLength - end.length) + end];
}
