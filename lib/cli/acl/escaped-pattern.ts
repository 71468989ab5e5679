/** A pattern of an ACL rule that allows this name alone. Rules have no spaces: `?` allows one, and any other character. */
export function escapedPattern(name: string): string {
  return name.replaceAll(/[*?[\]\\]/g, '\\$&').replaceAll(/[\s\0]/g, '?');
}
