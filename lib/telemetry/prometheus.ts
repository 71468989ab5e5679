import type { Registry } from 'prom-client';
import type { Runtime } from '../runtime/runtime.js';
import type { Sender } from '../sending/sender.js';
import { checkPrometheusOptions } from './check-telemetry-options.js';
import { hookUp, isRuntime, type Instrumented, type Telemetry } from './hook-up.js';
import { loadPromClient } from './load-peer.js';
import { recordMetrics, type BacklogOptions } from './metrics/record-metrics.js';
import { registrySink } from './metrics/registry-sink.js';
import { recordSends } from './sends/hook-sends.js';

/** The options of `prometheus`. */
export interface PrometheusOptions extends BacklogOptions {
  /** The registry of prom-client that the metrics are added to. Default: its global registry. */
  readonly register?: Registry;
}

/**
 * Records the metrics of a runtime and its sender in a registry of prom-client, until it stops; or those of a sender of
 * `createSender`. Counters stay in the registry after that; gauges are gone. Several can share a registry. Call it before
 * `start()`, to miss nothing.
 *
 * @throws RedisTriggersError PEER_MISSING without `prom-client`, TELEMETRY_OPTION_INVALID for problems of the options, where the
 *   registry has a metric of the same name that is not of this library, and where the runtime or sender is in this registry already
 */
export function prometheus(runtime: Runtime, options?: PrometheusOptions): Promise<Telemetry>;
export function prometheus(sender: Sender, options?: Pick<PrometheusOptions, 'register'>): Promise<Telemetry>;
export async function prometheus(
  instrumented: Instrumented,
  options: PrometheusOptions = {},
): Promise<Telemetry> {
  checkPrometheusOptions(options, isRuntime(instrumented));
  const client = await loadPromClient('prometheus');
  const { register = client.register } = options;
  const hook = () => {
    const sink = registrySink(client, register);
    return isRuntime(instrumented)
      ? recordMetrics(instrumented, sink, options)
      : recordSends(instrumented, sink);
  };
  return hookUp(instrumented, 'prometheus', new Map([[register, hook]]));
}
