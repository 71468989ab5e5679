import type { RuntimeOptions } from '../runtime/runtime-options.js';

/** What `createScaleMonitor` takes. What it shares with `createRuntime` means the same. */
export interface ScaleMonitorOptions extends Pick<
  RuntimeOptions,
  'handlers' | 'connections' | 'settings' | 'logger' | 'clock'
> {
  /** How often a sample is taken of each function. Default 10,000, as Azure's scale controller does. */
  samplingIntervalInMs?: number;
  /** How long Redis may take over a reading, connecting included. Default 5,000. */
  timeoutInMs?: number;
}
