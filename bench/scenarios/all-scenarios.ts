import type { Scenario } from '../report/scenario-report.js';
import { fullLoad } from './full-load.js';
import { idle } from './idle.js';
import { latency } from './latency.js';
import { list10 } from './list-10.js';
import { list100 } from './list-100.js';
import { memory } from './memory.js';
import { packages } from './packages.js';
import { pipeline } from './pipeline.js';
import { pubsub } from './pubsub.js';
import { scale } from './scale.js';
import { slowKey } from './slow-key.js';
import { stream10 } from './stream-10.js';
import { stream100 } from './stream-100.js';

/** Every scenario, in the order of the report. */
export const allScenarios: readonly Scenario[] = [
  ...[stream10, stream100, list10, list100, pubsub, packages],
  ...[pipeline, latency, fullLoad, slowKey, idle, memory, scale],
];
