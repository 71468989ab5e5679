import { once } from 'node:events';
import type { Assignment, FromSide, ToSide } from './assignment.js';
import type { Contestant } from './contestant.js';
import { makeHandler } from './handlers.js';
import { LatencyLog } from './latency-log.js';
import { Tally } from './tally.js';

/* One measured process: runs one contestant, and tells its parent what it saw. */

const assignment = JSON.parse(process.argv[2] ?? '{}') as Assignment;
const told = once(process, 'message');
const contestant = await loadContestant(assignment.contestant);

if (assignment.purpose === 'load') {
  await contestant.load?.(assignment);
  process.exit();
}

const tally = new Tally(assignment.messages);
const log = new LatencyLog(assignment, (message) => contestant.textOf(message));
const isCounting = assignment.purpose === 'count';
const observer = isCounting ? tally : log;
const { handler = 'async', port } = assignment;
const handle = isCounting ? makeHandler(handler, port, tally.count) : log.note;

// Without a parent there is nobody to measure for.
process.on('disconnect', () => process.exit());
await told;

const began = performance.now();
const running = await contestant.start(assignment, handle);
tell({ say: 'ready', startedInMs: performance.now() - began });
void observer.finished.then(() => tell({ say: 'finished', observation: observer.look() }));

process.on('message', (request: ToSide) => {
  if (request === 'look') tell({ say: 'seen', observation: observer.look() });
  else void running.stop().finally(() => process.exit());
});

/** Peers are plain modules beside `bench/package.json`, which resolve what is installed there. */
async function loadContestant(path: string): Promise<Contestant> {
  const isPeer = path.startsWith('peers/');
  const file = isPeer ? `../../../bench/${path}.mjs` : `../${path}.js`;
  const module = (await import(new URL(file, import.meta.url).href)) as { contestant: Contestant };
  return module.contestant;
}

function tell(message: FromSide): void {
  process.send?.(message);
}
