import { readCommandLine, usage, type CommandLine } from './command-line.js';
import { describeProfiles } from './report/describe-profiles.js';
import { reportAsMarkdown } from './report/markdown.js';
import { describeSurroundings } from './report/surroundings.js';
import { reportAsSvg } from './report/svg.js';
import { writeDocs } from './report/write-docs.js';
import { installPeers } from './run/install-peers.js';
import { runScenarios } from './run/run-scenarios.js';
import { allScenarios } from './scenarios/all-scenarios.js';

/* `npm run bench`: see `--help`. */

const print = (text: string): void => void process.stdout.write(`${text}\n`);

// So that the server is ended as well.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

try {
  const told = readCommandLine(process.argv.slice(2));
  if (told.help) print(usage);
  else await measure(told);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function measure(told: CommandLine): Promise<void> {
  const { only, quick, peers, rounds, messages, profileFolder } = told;
  if (peers) installPeers(print);
  const chosen = allScenarios.filter(({ name, isQuick }) =>
    only.length > 0 ? only.includes(name) : isQuick || !quick,
  );
  const began = performance.now();
  const { redis, reports } = await runScenarios(chosen, told, print);
  const surroundings = describeSurroundings({ redis, rounds, tookInMs: performance.now() - began });
  const text = `${surroundings}\n\n${reportAsMarkdown(reports)}`;
  print(`\n${text}\n`);
  if (profileFolder) print(describeProfiles(profileFolder));
  const isWhole =
    only.length === 0 && !quick && peers && rounds >= 3 && messages === undefined && !profileFolder;
  if (isWhole) await writeDocs(`![Messages a second](performance.svg)\n\n${text}`, reportAsSvg(reports));
  print(
    isWhole
      ? 'Written to docs/performance.md and docs/performance.svg.'
      : 'Not a whole run: docs/performance.md stays as it is.',
  );
}
