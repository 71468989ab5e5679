import { setTimeout } from 'node:timers/promises';
import { mebibytes, numberText } from '../report/number-text.js';
import type { Scenario } from '../report/scenario-report.js';
import { SideProcess } from '../run/side-process.js';

const functions = 100;

/** A hundred functions that have nothing to do. */
export const idle: Scenario = {
  name: 'idle',
  isQuick: true,
  async run(bench) {
    const { server } = bench;
    await server.client.flushall();
    const conditions = { port: server.port, key: 'idle', messages: functions, options: {} };
    const assignment = { ...conditions, contestant: 'contestants/idle-triggers', purpose: 'count' as const };
    const { side } = await SideProcess.start(assignment, bench.profileFolder);
    try {
      // What belongs to the start should not be counted, nor the first reads, which wait for a shorter time.
      await setTimeout(5_000);
      const seconds = bench.quick ? 4 : 10;
      bench.say(`  ${functions} functions, ${seconds} seconds`);
      const connections = (await server.client.client('LIST')) as string;
      const [before, cpuBefore] = [await server.work(), await side.look()];
      await setTimeout(seconds * 1_000);
      const [after, cpuAfter] = [await server.work(), await side.look()];
      const commands = (after.commands - before.commands) / seconds / functions;
      const cpu = (cpuAfter.totalCpuInMicros - cpuBefore.totalCpuInMicros) / seconds / 10_000;
      const redis = (after.cpuInMicros - before.cpuInMicros) / seconds / 10_000;
      const opened = connections.match(/name=redis-triggers:/g)?.length ?? 0;
      await side.stop();
      return {
        title: '100 idle functions',
        conditions: `50 list and 50 stream functions in one runtime, each on a key of its own, default options (\`pollingIntervalInMs: 1000\`), over ${seconds} seconds, from 5 seconds after the start.`,
        head: ['commands/s per function', 'CPU of the runtime', 'CPU of Redis', 'connections', 'resident'],
        rows: [
          [
            numberText(commands),
            `${numberText(cpu)} % of a core`,
            `${numberText(redis)} % of a core`,
            `${opened}`,
            mebibytes(cpuAfter.maxRss),
          ],
        ],
        verdicts: [
          {
            what: 'commands of an idle function in one `pollingIntervalInMs`',
            target: '≤ 1',
            result: numberText(commands),
            isMet: commands <= 1,
          },
          {
            what: 'CPU of 100 idle functions',
            target: '< 2 % of a core',
            result: `${numberText(cpu)} %`,
            isMet: cpu < 2,
          },
        ],
      };
    } finally {
      side.kill();
    }
  },
};
