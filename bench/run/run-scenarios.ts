import type { Scenario, ScenarioReport } from '../report/scenario-report.js';
import type { CommandLine } from '../command-line.js';
import { BenchServer } from './bench-server.js';
import { machineSpeed } from './machine-speed.js';

/** What a whole run gave. */
export interface RunResult {
  readonly redis: string;
  /** See `machineSpeed`. */
  readonly speed: number;
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
  const bench = { server, rounds, quick, peers, profileFolder, scale, say };
  try {
    // What has few messages anyway gets as many as was said.
    const speed = quick || fixed !== undefined ? 1 : await machineSpeed(bench);
    const reports: ScenarioReport[] = [];
    for (const scenario of scenarios) {
      const began = performance.now();
      say(scenario.name);
      reports.push(await scenario.run({ ...bench, speed }));
      say(`${scenario.name}: ${Math.round((performance.now() - began) / 1_000)} s`);
    }
    return { redis: await server.version(), speed, reports };
  } finally {
    await server.stop();
  }
}
