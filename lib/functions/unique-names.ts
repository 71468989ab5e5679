/** Gives out names, each once: a second one that would be the same gets a number. */
export class UniqueNames {
  private readonly taken = new Set<string>();

  constructor(private readonly separator: string) {}

  take(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.taken.has(name); number++) name = `${wanted}${this.separator}${number}`;
    this.taken.add(name);
    return name;
  }
}
