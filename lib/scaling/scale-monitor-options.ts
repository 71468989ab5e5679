import type { FleetOptions } from '../fleet/fleet-options.js';
import type { RuntimeOptions } from '../runtime/runtime-options.js';

/** The options of `createScaleMonitor`. Those shared with `createRuntime` mean the same. */
export interface ScaleMonitorOptions extends Pick<
  RuntimeOptions,
  'handlers' | 'connections' | 'settings' | 'logger' | 'clock'
> {
  /**
   * The interval at which each function is sampled, in milliseconds. Default 10,000, as in Azure's scale
   * controller.
   */
  samplingIntervalInMs?: number;
  /**
   * The fleet of the programs that run the handlers: while it has paused a function, no workers are wanted for it. Default:
   * of none.
   */
  fleet?: Pick<FleetOptions, 'name' | 'connection'>;
  /** How long one reading may take, including connecting, in milliseconds. Default 5,000. */
  timeoutInMs?: number;
}
