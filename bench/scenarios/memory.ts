import { mebibytes, numberText } from '../report/number-text.js';
import type { Scenario, Verdict } from '../report/scenario-report.js';
import { quantile } from '../report/statistics.js';
import { measureDrain, type DrainEntry } from '../run/measure-drain.js';

const mebibyte = 1024 * 1024;
/** How much may be resident with messages of 1 MiB. */
const limit = 200 * mebibyte;

/** So many that V8 has compiled everything with most of them still waiting. */
const messages = { list: 2_000_000, stream: 1_000_000 };

const many = (['list', 'stream'] as const).map((kind): DrainEntry => ({
  label: `${kind} trigger, ${messages[kind].toLocaleString('en')} messages`,
  contestant: `contestants/${kind}-trigger`,
  source: kind,
  messages: messages[kind],
  options: { count: 100 },
}));

const large = (['list', 'stream'] as const).map((kind): DrainEntry => ({
  label: `${kind} trigger, messages of 1 MiB`,
  contestant: `contestants/${kind}-trigger`,
  source: kind,
  messages: 200,
  options: { concurrency: 10 },
  bytes: mebibyte,
}));

/** What stays in memory over a long backlog, and with large messages. */
export const memory: Scenario = {
  name: 'memory',
  isQuick: false,
  async run(bench) {
    const rows: string[][] = [];
    const verdicts: Verdict[] = [];
    const measure = async (entry: DrainEntry): ReturnType<typeof measureDrain> => {
      bench.say(`  ${entry.label}`);
      const drain = await measureDrain(bench, entry);
      const [first = 0] = drain.rss;
      const rest = Math.max(...drain.rss.slice(1));
      const speed = numberText(drain.messagesPerSecond);
      rows.push([entry.label, mebibytes(first), mebibytes(rest), mebibytes(drain.maxRss), speed]);
      return drain;
    };
    for (const entry of many) {
      const { rss, tenthsInMs } = await measure(entry);
      const growth = (Math.max(...rss.slice(1)) / (rss[0] ?? 0) - 1) * 100;
      verdicts.push({
        what: `growth after the first tenth: ${entry.label}`,
        target: '≤ 10 %',
        result: `${numberText(growth)} %`,
        isMet: growth <= 10,
      });
      const ratio = timeOfTenth(tenthsInMs, 7) / timeOfTenth(tenthsInMs, 3);
      verdicts.push({
        what: `speed with most of the backlog waiting / with little of it: ${entry.label}`,
        target: '≥ 0.9 ×, but for noise',
        result: `${numberText(ratio)} ×`,
        isMet: ratio >= 0.9,
      });
    }
    for (const entry of large) {
      const { maxRss } = await measure(entry);
      verdicts.push({
        what: `most resident: ${entry.label}, \`concurrency: 10\``,
        target: '< 200 MiB',
        result: mebibytes(maxRss),
        isMet: maxRss < limit,
      });
    }
    return {
      title: 'Memory',
      conditions:
        'The resident set of the process after the first tenth of the messages, the largest at the end of each further tenth, and the largest there was at any time. `count: 100` for small messages. The speeds that are compared are those of the fourth to sixth and of the eighth to tenth tenth.',
      head: ['what', 'after a tenth', 'later', 'at most', 'messages/s'],
      rows,
      verdicts,
    };
  },
};

/** How long a tenth took: the median of this one and the next two, the first being 0. */
function timeOfTenth(endsInMs: readonly number[], first: number): number {
  const tenths = [first, first + 1, first + 2];
  return quantile(
    tenths.map((each) => (endsInMs[each] ?? NaN) - (endsInMs[each - 1] ?? NaN)),
    0.5,
  );
}
