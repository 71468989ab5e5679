/** A command as its permission is looked up: `client|kill` has the container `client`. */
export interface PermittedCommand {
  readonly name: string;
  readonly container: string | undefined;
  readonly categories: ReadonlySet<string>;
}

interface Rule {
  readonly allows: boolean;
  /** `@category`, `command` or `command|subcommand`. */
  readonly subject: string;
}

/** Which commands a user may run: rules, of which the last that fits decides. */
export class CommandPermissions {
  private rules: Rule[] = [{ allows: false, subject: '@all' }];

  add(allows: boolean, subject: string): void {
    if (subject === '@all') {
      this.rules = [{ allows, subject }];
      return;
    }
    this.rules = this.rules.filter((rule) => rule.subject !== subject && !isPartOf(rule.subject, subject));
    this.rules.push({ allows, subject });
  }

  get allowsAll(): boolean {
    const [first] = this.rules;
    return this.rules.length === 1 && first !== undefined && first.allows && first.subject === '@all';
  }

  /** `first` is the first argument of the call, which a rule such as `+select|0` can ask for. */
  allows(command: PermittedCommand, first = ''): boolean {
    return this.rules.findLast(({ subject }) => fits(subject, command, first))?.allows ?? false;
  }

  copy(): CommandPermissions {
    const copy = new CommandPermissions();
    copy.rules = [...this.rules];
    return copy;
  }

  toString(): string {
    return this.rules.map(({ allows, subject }) => `${allows ? '+' : '-'}${subject}`).join(' ');
  }
}

const isPartOf = (inner: string, outer: string): boolean => inner.startsWith(`${outer}|`);

function fits(subject: string, { name, container, categories }: PermittedCommand, first: string): boolean {
  if (subject === '@all' || subject === name || subject === container) return true;
  if (subject.startsWith('@')) return categories.has(subject.slice(1));
  return subject.length > name.length && subject === `${name}|${first.toLowerCase()}`;
}
