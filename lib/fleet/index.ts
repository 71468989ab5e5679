export { connectFleet, type ConnectFleetOptions } from './connect-fleet.js';
export { durationBoundsInMs, durationQuantile } from './durations.js';
export type { Fleet } from './fleet.js';
export type { FleetFunction } from './fleet-function.js';
export type { FleetMinute } from './minute-counters.js';
export type { FleetOptions } from './fleet-options.js';
export type { FleetPause } from './fleet-pauses.js';
export type { FleetProcess, FleetProcessFunction } from './fleet-process.js';
export { isReader } from './is-reader.js';
