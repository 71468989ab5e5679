import type { Registry } from 'prom-client';
import type { Runtime } from '../runtime/runtime.js';
import { checkPrometheusOptions } from './check-telemetry-options.js';
import { hookUp, type Telemetry } from './hook-up.js';
import { loadPromClient } from './load-peer.js';
import { recordMetrics, type BacklogOptions } from './metrics/record-metrics.js';
import { registrySink } from './metrics/registry-sink.js';

/** The options of `prometheus`. */
export interface PrometheusOptions extends BacklogOptions {
  /** The registry of prom-client that the metrics are added to. Default: its global registry. */
  readonly register?: Registry;
}

/**
 * Records the metrics of a runtime in a registry of prom-client, until it stops. Counters stay in the registry after that; gauges
 * are gone. Several runtimes can share a registry. Call it before `start()`, to miss nothing.
 *
 * @throws RedisTriggersError PEER_MISSING without `prom-client`, TELEMETRY_OPTION_INVALID for problems of the options, where the
 *   registry has a metric of the same name that is not of this library, and where the runtime is in this registry already
 */
export async function prometheus(runtime: Runtime, options: PrometheusOptions = {}): Promise<Telemetry> {
  checkPrometheusOptions(options);
  const client = await loadPromClient('prometheus');
  const { register = client.register } = options;
  const hook = () => recordMetrics(runtime, registrySink(client, register), options);
  return hookUp(runtime, 'prometheus', new Map([[register, hook]]));
}
