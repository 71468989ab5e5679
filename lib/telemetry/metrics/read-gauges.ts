import { addOnPortOf } from '../../runtime/add-on-port.js';
import type { FunctionHealth, FunctionHealthState } from '../../runtime/health/health.js';
import type { Runtime } from '../../runtime/runtime.js';
import { attributes } from '../names.js';
import { readBacklogs, type FunctionKeys } from './backlog-readings.js';
import type { GaugeSource, Reading } from './metric-sink.js';
import { metrics } from './metric-table.js';

/** Each state, so that one that is new does not compile without its line. */
const states = Object.keys({
  created: true,
  starting: true,
  listening: true,
  recovering: true,
  paused: true,
  stopped: true,
} satisfies Record<FunctionHealthState, true>);

/** Ids may be given by hand: one that is no time would be decades old. */
const longestAgeInMs = 20 * 365 * 24 * 3_600_000;

/** The gauges of a runtime. Those that are read from Redis are left out unless `readsBacklog` says otherwise at the time. */
export function gaugesOf(runtime: Runtime, readsBacklog: () => boolean): GaugeSource {
  const { clock } = addOnPortOf(runtime);
  return async () => {
    const health = runtime.health();
    const own = Object.entries(health.functions).flatMap(([id, each]) => healthReadings(id, each));
    if (health.state !== 'running' || !readsBacklog()) return own;
    const backlogs = await readBacklogs(runtime);
    const now = clock.date().getTime();
    return [...own, ...backlogs.flatMap((each) => keyReadings(each, now))];
  };
}

function healthReadings(functionId: string, health: FunctionHealth): Reading[] {
  const { inFlight, waiting, lastSuccessAt, state: current } = health;
  const ofFunction = { [attributes.functionId]: functionId };
  const ofState = (state: string) => ({ ...ofFunction, [attributes.state]: state });
  return [
    { metric: metrics.inFlight, value: inFlight, attributes: ofFunction },
    { metric: metrics.waiting, value: waiting, attributes: ofFunction },
    ...states.map((state) => ({
      metric: metrics.listenerState,
      value: Number(state === current),
      attributes: ofState(state),
    })),
    ...(lastSuccessAt
      ? [{ metric: metrics.lastSuccess, value: lastSuccessAt.getTime() / 1000, attributes: ofFunction }]
      : []),
  ];
}

function keyReadings({ functionId, keys }: FunctionKeys, now: number): Reading[] {
  return keys.flatMap(({ key, remaining, pending, oldestAt, deadLetters }) => {
    const ofKey = { [attributes.functionId]: functionId, [attributes.key]: key };
    const ageInMs = oldestAt === undefined ? undefined : Math.max(0, now - oldestAt);
    const age = ageInMs !== undefined && ageInMs < longestAgeInMs ? ageInMs / 1000 : undefined;
    const values = [
      [metrics.backlog, remaining],
      [metrics.pending, pending],
      [metrics.oldestAge, age],
      [metrics.deadLetters, deadLetters],
    ] as const;
    return values.flatMap(([metric, value]) =>
      value === undefined ? [] : [{ metric, value, attributes: ofKey }],
    );
  });
}
