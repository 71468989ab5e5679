/** Whether text on a stream is coloured: at a terminal, unless somebody asked for none. */
export function wantsColor(
  stream: Pick<NodeJS.WriteStream, 'isTTY'>,
  { NO_COLOR, TERM }: NodeJS.ProcessEnv,
): boolean {
  return stream.isTTY && !NO_COLOR && TERM !== 'dumb';
}
