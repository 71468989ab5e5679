import { findScalable, isScalable, type ScalableFunction } from '../../backlog/scalable-function.js';
import { clipped } from '../../errors/clipped.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { ScaleMonitor } from '../scale-monitor.js';
import { metricNames } from './metric-names.js';
import type {
  GetMetricSpecResponse,
  GetMetricsRequest,
  GetMetricsResponse,
  IsActiveResponse,
  ScaledObjectRef,
} from './scaler-messages.js';

/** What an external scaler answers, for the function that `scalerMetadata` names, or for all of them. */
export class ScalerAnswers {
  private readonly functions: readonly ScalableFunction[];
  private readonly byMetric: ReadonlyMap<string, ScalableFunction>;

  constructor(private readonly monitor: Pick<ScaleMonitor, 'functions' | 'read'>) {
    this.functions = monitor.functions.filter(isScalable);
    this.byMetric = metricNames(this.functions);
  }

  /** Active while anything remains of a function that is not paused. */
  async isActive(ref: ScaledObjectRef): Promise<IsActiveResponse> {
    const scales = await Promise.all(this.functionsOf(ref).map(({ id }) => this.monitor.read(id)));
    return { result: scales.some(({ demand }) => demand > 0) };
  }

  metricSpec(ref: ScaledObjectRef): GetMetricSpecResponse {
    const asked = this.functionsOf(ref);
    const metricSpecs = [...this.byMetric]
      .filter(([, descriptor]) => asked.includes(descriptor))
      .map(([metricName, { messagesPerWorker }]) => ({ metricName, targetSize: messagesPerWorker }));
    return { metricSpecs };
  }

  /** The metric that is asked for; without a name, those of all functions that the reference means. */
  async metrics({ scaledObjectRef, metricName }: GetMetricsRequest): Promise<GetMetricsResponse> {
    const { metricSpecs } = this.metricSpec(scaledObjectRef ?? {});
    const names = metricSpecs.map(({ metricName: name }) => name);
    const asked = metricName ? names.filter((name) => name === metricName) : names;
    if (asked.length === 0) {
      const what = `the scaler has no metric "${clipped(metricName ?? '')}" here`;
      const remedy = `The metrics are: ${names.join(', ') || 'none'}.`;
      throw new RedisTriggersError({ code: 'FUNCTION_UNKNOWN', place: 'GetMetrics', what, remedy });
    }
    const metricValues = await Promise.all(asked.map((name) => this.valueOf(name)));
    return { metricValues };
  }

  /** Throws FUNCTION_UNKNOWN or FUNCTION_NOT_SCALABLE. */
  functionsOf({ scalerMetadata }: ScaledObjectRef): readonly ScalableFunction[] {
    const functionId = scalerMetadata?.functionId;
    return functionId ? [findScalable(this.monitor.functions, functionId, 'ExternalScaler')] : this.functions;
  }

  private async valueOf(metricName: string): Promise<GetMetricsResponse['metricValues'][number]> {
    const id = this.byMetric.get(metricName)?.id ?? '';
    return { metricName, metricValue: (await this.monitor.read(id)).demand };
  }
}
