import { BacklogGauge } from '../backlog/backlog-gauge.js';
import type { FunctionScale } from '../backlog/function-scale.js';
import { checkedReadingOptions, type ReadingOptions } from '../backlog/reading-options.js';
import { findScalable, type ScalableFunction } from '../backlog/scalable-function.js';
import type { NodeErrors } from '../redis/client/node-errors.js';
import type { SharedServices } from './functions/assemble-function.js';
import type { PreparedFunction } from './functions/prepared-function.js';
import type { RuntimeState } from './health/health.js';
import { runtimeStateError } from './runtime-state-error.js';

/** How long Redis may take over the reading of a backlog. */
const timeoutInMs = 5_000;

/** Measures the backlogs of a runtime's functions, over the connections that it has. */
export class RuntimeScale {
  private readonly gauges = new Map<string, BacklogGauge>();

  constructor(
    private readonly prepared: readonly PreparedFunction[],
    private readonly shared: SharedServices,
    /** What is wrong with the connections. */
    private readonly nodeErrors: NodeErrors,
  ) {}

  /** What `runtime.scale` answers in this state of the runtime. */
  async of(functionId: string, options: ReadingOptions, state: RuntimeState): Promise<FunctionScale> {
    const functions = this.prepared.map(({ descriptor }) => descriptor);
    const descriptor = findScalable(functions, functionId, 'Runtime');
    const { workers, maxAgeInMs } = checkedReadingOptions(options, 'runtime.scale');
    if (state !== 'running') {
      const remedy =
        'Call it between start() and stop(), or use createScaleMonitor of redis-triggers/scaling.';
      throw runtimeStateError(`scale() was called on a runtime that is ${state}`, remedy);
    }
    const gauge = this.gauges.get(descriptor.id) ?? this.makeGauge(descriptor);
    const sample = await gauge.sample(maxAgeInMs);
    return gauge.scaleOf(sample, workers, this.shared.pauses.of(descriptor.id).current !== undefined);
  }

  private makeGauge(descriptor: ScalableFunction): BacklogGauge {
    const target = this.prepared.find(({ descriptor: { id } }) => id === descriptor.id)?.target;
    if (!target) throw new Error(`${descriptor.id} is not among the functions of this runtime`);
    const { shared, nodeErrors } = this;
    const client = shared.connections.command(target);
    const credentials = shared.connections.credentials(target);
    const parts = { ...shared, nodeErrors, descriptor, client, credentials, timeoutInMs };
    const gauge = new BacklogGauge(parts);
    this.gauges.set(descriptor.id, gauge);
    return gauge;
  }
}
