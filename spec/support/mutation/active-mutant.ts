/** Stands in the instrumented build of `npm run test:mutation`: which of its mutants is awake, and which are reached. */
const active = Number(process.env.ACTIVE_MUTANT ?? -1);

const reached = new Set<number>();

/** Asked wherever a mutant could take the place of the source. */
export function isActive(id: number): boolean {
  if (active < 0) reached.add(id);
  return id === active;
}

/** The mutants that were reached since the last call, while none is active. */
export function takeReached(): number[] {
  const ids = [...reached];
  reached.clear();
  return ids;
}
