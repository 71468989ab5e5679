import { BacklogGauge } from '../backlog/backlog-gauge.js';
import type { FunctionScale } from '../backlog/function-scale.js';
import type { ReadingOptions } from '../backlog/reading-options.js';
import type { ScalableFunction } from '../backlog/scalable-function.js';
import { NodeErrors } from '../redis/client/node-errors.js';
import type { SharedServices } from './functions/assemble-function.js';
import type { PreparedFunction } from './functions/prepared-function.js';

/** How long Redis may take over the reading of a backlog. */
const timeoutInMs = 5_000;

/** Measures the backlogs of a runtime's functions, over the connections that it has. */
export class RuntimeScale {
  /** To be told of each client that the runtime makes. */
  readonly nodeErrors = new NodeErrors();
  private readonly gauges = new Map<string, BacklogGauge>();

  constructor(
    private readonly prepared: readonly PreparedFunction[],
    private readonly shared: SharedServices,
  ) {}

  async of(descriptor: ScalableFunction, options: Required<ReadingOptions>): Promise<FunctionScale> {
    const { workers, maxAgeInMs } = options;
    const gauge = this.gauges.get(descriptor.id) ?? this.makeGauge(descriptor);
    return gauge.scaleOf(await gauge.sample(maxAgeInMs), workers);
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
