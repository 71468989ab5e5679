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
  /** How long one reading may take, including connecting, in milliseconds. Default 5,000. */
  timeoutInMs?: number;
}
