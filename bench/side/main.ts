import type { Assignment, FromSide, ToSide } from './assignment.js';
import type { Contestant, Running } from './contestant.js';
import { makeHandler } from './handlers.js';
import { LatencyLog } from './latency-log.js';
import { Tally } from './tally.js';

/*
 * One measured process: runs one contestant, as often as its parent says, and tells what it saw. Between two of its turns it has
 * nothing open, and keeps what V8 has compiled.
 */

const assignment = JSON.parse(process.argv[2] ?? '{}') as Assignment;
const loading = loadContestant(assignment.contestant);
let running: Running | undefined;

if (assignment.purpose === 'load') {
  await (await loading).load?.(assignment);
  process.exit();
}

// Without a parent there is nobody to measure for.
process.on('disconnect', () => process.exit());
const preparing = loading.then(prepare);
process.on('message', (request: ToSide) => void preparing.then((act) => act(request)));

function prepare(contestant: Contestant): (request: ToSide) => Promise<void> {
  const { purpose, handler = 'async', port } = assignment;
  const tally = new Tally();
  const log = new LatencyLog(assignment, (message) => contestant.textOf(message));
  const isCounting = purpose === 'count';
  const observer = isCounting ? tally : log;
  const handle = isCounting ? makeHandler(handler, port, tally.note) : log.note;
  return async (request) => {
    if (request.ask === 'look') {
      tell({ say: 'seen', observation: observer.look() });
    } else if (request.ask === 'stop') {
      await running?.stop();
      tell({ say: 'stopped' });
    } else {
      const { messages } = request;
      void observer.begin(messages).then(() => tell({ say: 'finished', observation: observer.look() }));
      const began = performance.now();
      running = await contestant.start({ ...assignment, messages }, handle);
      tell({ say: 'ready', startedInMs: performance.now() - began });
    }
  };
}

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
