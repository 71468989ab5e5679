import type { Runtime } from '../../runtime/runtime.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { loadPromClient } from '../../telemetry/load-peer.js';
import { prometheus } from '../../telemetry/prometheus.js';

/** The metrics of a runtime as Prometheus reads them. */
export interface MetricsText {
  readonly contentType: string;
  readonly text: () => Promise<string>;
}

/** The metrics of prom-client's global registry, those of the handlers too; undefined where prom-client is not installed. */
export async function metricsText(runtime: Runtime): Promise<MetricsText | undefined> {
  try {
    const { register } = await loadPromClient('/metrics');
    await prometheus(runtime, { register });
    return { contentType: register.contentType, text: () => register.metrics() };
  } catch (error) {
    if (error instanceof RedisTriggersError && error.code === 'PEER_MISSING') return undefined;
    throw error;
  }
}
