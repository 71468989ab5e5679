/**
 * `node dist/spec/support/mutation/main.js [options] [path]...` changes the source in small ways, one at a
 * time, and names the changes that no spec notices. A path is a folder or file of `lib/`, such as `list`.
 *
 * --sample <n>   n mutants of each folder, at random (40; --seed <s> for the same ones again)
 * --all          all of them
 * --mutant <id>  only this one; may be given several times
 * --budget <s>   run the specs that reach a mutant, the quickest first, for at most so many seconds (60)
 * --least <p>    fail if fewer of a hundred are killed (85)
 * --jobs <n>     how many mutants are tried at once
 * --list         only say how many mutants there are
 */
import { availableParallelism } from 'node:os';
import { globSync } from 'tinyglobby';
import { parseArgs } from 'node:util';
import { repository } from '../repository.js';
import { SpecChoice } from './choose-specs.js';
import { isEquivalent, staleEquivalents } from './equivalent-mutants.js';
import { buildInstrumented } from './instrumented-build.js';
import type { Mutant } from './mutants.js';
import { recordReach } from './reach.js';
import { describeMutant, shareKilled, summaryOf, type Judged } from './report.js';
import { sample } from './sample.js';
import { runSpecs } from './spec-process.js';

/** By how much specs that were late with a mutant may take longer when they are tried again. */
const patienceWithLate = 4;

const folders = ['dead-letters', 'deduplication', 'invocation', 'list', 'listeners', 'pubsub', 'stream'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '40' },
    all: { type: 'boolean', default: false },
    jobs: { type: 'string', default: `${availableParallelism()}` },
    seed: { type: 'string', default: `${Date.now() % 100_000}` },
    mutant: { type: 'string', multiple: true },
    budget: { type: 'string', default: '60' },
    least: { type: 'string', default: '85' },
    list: { type: 'boolean', default: false },
  },
});
const budgetInMs = Number(values.budget) * 1_000;

const build = buildInstrumented(folders);
const chosen = choose(build.mutants);
say(`${build.mutants.length} mutants, of which ${chosen.length} are tried (seed ${values.seed})`);
for (const { file, change } of staleEquivalents(build.mutants)) {
  say(`Named as equivalent, but no longer there: ${file} ${change}`);
}
if (!values.list) await judgeAll();

async function judgeAll(): Promise<void> {
  const units = folders.map((folder) => `dist/spec/${folder}/**/*.spec.js`);
  const others = ['conformance', 'testing/kit'].map((folder) => `dist/spec/${folder}/**/*.spec.js`);
  const files = globSync([...units, ...others], { cwd: repository }).sort();
  const specs = await recordReach(build, files);
  say(`${specs.length} specs`);
  const choice = new SpecChoice(specs, build.mutants);
  const judged: Judged[] = [];
  const late: Mutant[] = [];
  const note = (result: Judged): void => {
    const { fate, mutant, by } = result;
    judged.push(result);
    say(`${fate}: ${describeMutant(mutant)}${values.mutant && by ? `\n  ${by}` : ''}`);
  };
  const left = chosen.values();
  const judgeNext = async (): Promise<void> => {
    // The jobs share one iterator, and each goes on where the others are.
    for (const mutant of left) {
      const result = await judge(mutant, choice);
      if (result.fate === 'hung') late.push(mutant);
      else note(result);
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, judgeNext));
  // A busy machine makes specs late as well, so these are tried again, one by one and with much more time.
  for (const mutant of late) note(await judge(mutant, choice, patienceWithLate));
  const alive = judged.filter(({ fate }) => fate === 'survived' || fate === 'not reached');
  if (alive.length > 0) say('\nNo spec notices these:');
  for (const { mutant, fate } of alive) say(`${fate}: ${describeMutant(mutant)}`);
  say(`\n${summaryOf(judged)}`);
  process.exitCode = shareKilled(judged) < Number(values.least) ? 1 : 0;
}

async function judge(mutant: Mutant, choice: SpecChoice, patience = 1): Promise<Judged> {
  if (isEquivalent(mutant)) return { mutant, fate: 'equivalent', by: undefined };
  const files = choice.filesFor(mutant, budgetInMs);
  if (files.length === 0) return { mutant, fate: 'not reached', by: undefined };
  const { failure, isLate } = await runSpecs(build.folder, { files, bail: true, patience }, mutant.id);
  return { mutant, fate: isLate ? 'hung' : failure === undefined ? 'survived' : 'killed', by: failure };
}

function choose(mutants: readonly Mutant[]): Mutant[] {
  const ids = values.mutant?.map(Number);
  if (ids) return mutants.filter(({ id }) => ids.includes(id));
  const paths =
    positionals.length > 0 ? positionals.map((path) => path.replace(/^(lib\/)?/, 'lib/')) : ['lib'];
  const isIn = ({ file }: Mutant): boolean =>
    paths.some((path) => file === path || file.startsWith(`${path}/`));
  const inside = mutants.filter(isIn);
  if (values.all) return inside;
  return folders.flatMap((folder) =>
    sample(
      inside.filter(({ file }) => file.startsWith(`lib/${folder}/`)),
      Number(values.sample),
      Number(values.seed),
    ),
  );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
