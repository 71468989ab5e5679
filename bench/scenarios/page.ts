import { setTimeout } from 'node:timers/promises';
import { createRuntime } from '../../lib/create-runtime.js';
import { createPage } from '../../lib/ui/create-page.js';
import { numberText, spreadText } from '../report/number-text.js';
import type { Scenario } from '../report/scenario-report.js';
import { spreadOf } from '../report/statistics.js';
import type { Bench } from '../run/bench.js';
import {
  askCost,
  crowdOf,
  fillCrowd,
  writeCrowdsFleet,
  writeManyDeadLetters,
  type AskCost,
} from '../run/crowd.js';

const fleet = 'bench';

/** What is asked once has been read when it is asked for again before this. */
const sharedForInMs = 2_000;

/** What the page costs while somebody looks at it: of many functions, and of very many dead letters. */
export const page: Scenario = {
  name: 'page',
  isQuick: true,
  async run(bench) {
    const letters = bench.scale(1_000_000);
    const few = await pollsOf(bench, { functions: 300, letters });
    const many = await pollsOf(bench, { functions: 1_000, letters: 0 });
    const rows = [
      ['a poll, 300 functions', ...few.polls],
      ['a poll, 1,000 functions', ...many.polls],
      [`${numberText(letters)} dead letters by error, the first look`, ...few.groups],
      ['the same again, where none came or went', ...few.again],
      ['the newest 50 of them', ...few.list],
    ];
    return {
      title: 'The page',
      conditions:
        'Lists and streams by turns, each on a key of its own with ten messages that wait; a fleet of four processes with an hour of history. The page asks every two seconds, and Redis is asked once for all who look. By error, the latest 10,000 are looked at.',
      head: ['what', 'commands', 'ms', 'kB'],
      rows: rows.map(([what = '', ...cells]) => [what, ...cells.map(String)]),
      verdicts: [
        {
          what: 'commands of a poll for each of 300 functions',
          target: '≤ 5',
          result: numberText(few.perFunction),
          isMet: few.perFunction <= 5,
        },
      ],
    };
  },
};

interface Measured {
  readonly polls: readonly string[];
  /** Commands of a poll for each function. */
  readonly perFunction: number;
  readonly groups: readonly string[];
  readonly again: readonly string[];
  readonly list: readonly string[];
}

async function pollsOf(
  { server, quick, say }: Bench,
  { functions, letters }: { functions: number; letters: number },
): Promise<Measured> {
  const { client } = server;
  say(`  ${functions} functions${letters > 0 ? `, ${letters} dead letters` : ''}`);
  await client.flushall();
  await fillCrowd(client, functions, 10);
  await writeCrowdsFleet(client, fleet, functions);
  await writeManyDeadLetters(client, { functionId: 'crowd:0', source: 'crowd:0', count: letters });
  // It is not started, so that Redis is asked for what the page needs and for nothing else.
  const runtime = await createRuntime({
    handlers: crowdOf(functions, 'redis'),
    connections: { redis: `redis://127.0.0.1:${server.port}` },
    fleet: { name: fleet },
    logger: false,
  });
  const shown = createPage({ runtime, authorize: () => 'all' });
  try {
    const ask = (path: string): Promise<AskCost> => askCost(shown, path, client);
    // The first look opens connections, and reads a whole hour.
    await ask('overview');
    const polls: AskCost[] = [];
    for (let poll = 0; poll < (quick ? 2 : 5); poll++) {
      await setTimeout(sharedForInMs);
      polls.push(await ask('overview'));
    }
    return {
      polls: costsOf(polls),
      perFunction: Math.max(...polls.map(({ commands }) => commands)) / functions,
      groups: costsOf([await ask('groups?function=crowd:0')]),
      again: costsOf([await ask('groups?function=crowd:0')]),
      list: costsOf([await ask('letters?function=crowd:0')]),
    };
  } finally {
    shown.close();
    await runtime.stop();
    await client.flushall();
  }
}

function costsOf(asked: readonly AskCost[]): string[] {
  const cells = [asked.map(({ commands }) => commands), asked.map(({ inMs }) => inMs)].map((each) =>
    each.length > 1 ? spreadText(spreadOf(each)) : numberText(each[0] ?? 0),
  );
  return [...cells, numberText((asked[0]?.text.length ?? 0) / 1_024)];
}
