/**
 * What a pub/sub function subscribes to. Unless `pattern` says which, a text with a glob character that
 * has no backslash before it is a pattern; in any other text a backslash before a glob character is taken
 * off, so that `news\*` is the channel `news*`.
 */
export function channelOrPattern(text: string, pattern?: boolean): { channel: string; pattern: boolean } {
  if (pattern !== undefined) return { channel: text, pattern };
  if (hasGlob(text)) return { channel: text, pattern: true };
  return { channel: text.replace(/\\([*?[\]])/g, '$1'), pattern: false };
}

function hasGlob(text: string): boolean {
  return /[*?[]/.test(text.replace(/\\./gs, ''));
}
