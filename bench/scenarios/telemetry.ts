import type { Scenario } from '../report/scenario-report.js';
import type { TelemetryChoice } from '../side/contestant.js';
import { onList, onStream } from './contestants.js';
import { drainScenario } from './drain-scenario.js';

/** What is recorded, and how many messages it is measured with. */
const choices: readonly { label: string; telemetry: TelemetryChoice; messages: number }[] = [
  { label: 'metrics, prom-client', telemetry: 'prometheus', messages: 110_000 },
  { label: 'metrics, OpenTelemetry', telemetry: 'metrics', messages: 110_000 },
  { label: 'metrics and spans, OpenTelemetry', telemetry: 'metrics and spans', messages: 50_000 },
];

/** What telemetry costs with lists. */
export const listTelemetry = telemetryOf('list', 400_000);

/** What telemetry costs with streams. */
export const streamTelemetry = telemetryOf('stream', 240_000);

function telemetryOf(kind: 'list' | 'stream', messages: number): Scenario {
  const { trigger } = kind === 'list' ? onList : onStream;
  const options = { count: 100 };
  return drainScenario({
    name: `${kind}-telemetry`,
    title: `What telemetry costs: ${kind}`,
    conditions:
      'One backlog, `count: 100`; every message is counted and timed, and every attempt is a span, of which none is sent anywhere.',
    entries: [
      { label: 'off', ...trigger, messages, options },
      ...choices.map(({ label, telemetry, messages: fewer }) => ({
        ...{ label, ...trigger, messages: fewer },
        options: { ...options, telemetry },
      })),
    ],
    targets: [],
    baseline: 'off',
    isQuick: false,
  });
}
