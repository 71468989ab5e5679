import type { Scenario, ScenarioReport } from '../report/scenario-report.js';
import type { CommandLine } from '../command-line.js';
import { BenchServer } from './bench-server.js';

/** What a whole run gave. */
export interface RunResult {
  readonly redis: string;
  readonly reports: readonly ScenarioReport[];
}

/** What part of the messages remains with `--quick`. */
const quickPart = 0.2;

/** Starts a server, measures these scenarios one after the other, and ends the server. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  told: Omit<CommandLine, 'help' | 'only'>,
  say: (text: string) => void,
): Promise<RunResult> {
  const server = await BenchServer.start();
  const { rounds, quick, peers, profileFolder, messages: fixed } = told;
  const scale = (messages: number): number => fixed ?? (quick ? Math.ceil(messages * quickPart) : messages);
  const isPaced = !quick && fixed === undefined;
  const bench = { server, rounds, quick, peers, profileFolder, scale, isPaced, say };
  try {
    const reports: ScenarioReport[] = [];
    for (const scenario of scenarios) {
      const began = performance.now();
      say(scenario.name);
      reports.push(await scenario.run(bench));
      say(`${scenario.name}: ${Math.round((performance.now() - began) / 1_000)} s`);
    }
    return { redis: await server.version(), reports };
  } finally {
    await server.stop();
  }
}
