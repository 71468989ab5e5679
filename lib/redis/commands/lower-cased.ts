const known = new Map<string, string>();

/** The name of a command as ioredis looks up four of its properties, which else makes it anew for each. */
export function lowerCased(name: string): string {
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = name.toLowerCase();
  known.set(name, made);
  return made;
}
