/** What became of some specs. */
export interface Results {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly FailedSpec[];
  /** What failed beside others and passed when it ran again alone. */
  readonly unsteady?: readonly FailedSpec[];
}

export interface FailedSpec {
  /** From the repository; undefined where it is not known. */
  readonly file: string | undefined;
  /** Its full title; undefined for what failed around a spec, such as a hook. */
  readonly title: string | undefined;
  /** What its run had in its environment besides. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

export function sumOf(all: readonly Results[]): Results {
  const total = (count: (each: Results) => number): number => all.reduce((sum, each) => sum + count(each), 0);
  return {
    passed: total(({ passed }) => passed),
    failed: total(({ failed }) => failed),
    skipped: total(({ skipped }) => skipped),
    failures: all.flatMap(({ failures }) => failures),
  };
}

/** The end of a run: how each spec that failed is run again alone, and a last line that programs can read. */
export function closingLines({ passed, failed, skipped, failures, unsteady = [] }: Results): string {
  const unsteadyLines = commandLines(
    'Unsteady: failed beside others, and passed alone. Find the cause',
    unsteady,
  );
  const again = commandLines('Run again alone, after npm run build', failures);
  return `${unsteadyLines}${again}\n${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}

function commandLines(title: string, specs: readonly FailedSpec[]): string {
  const commands = new Set(specs.map(commandFor));
  return commands.size === 0 ? '' : `\n${title}:\n${[...commands].map((each) => `  ${each}\n`).join('')}`;
}

function commandFor({ file, title, environment = {} }: FailedSpec): string {
  if (file === undefined) return 'npm test';
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value} `);
  if (environment.SPEC_IOREDIS) {
    const name = file.replace(/^dist\/spec\/|\.spec\.js$/g, '');
    return `${variables.join('')}npm run test:some -- ${name}`;
  }
  const command = `${variables.join('')}npx mocha ${file}`;
  return title === undefined ? command : `${command} --fgrep ${quoted(title)}`;
}

/** For a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
