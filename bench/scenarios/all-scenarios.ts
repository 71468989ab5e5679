import type { Scenario } from '../report/scenario-report.js';
import { claims } from './claims.js';
import { listFeatures, streamFeatures } from './features.js';
import { fullLoad } from './full-load.js';
import { idle } from './idle.js';
import { latency } from './latency.js';
import { list10, list100 } from './list.js';
import { memory } from './memory.js';
import { packages } from './packages.js';
import { page } from './page.js';
import { pipeline } from './pipeline.js';
import { pubsub } from './pubsub.js';
import { scale } from './scale.js';
import { sending } from './sending.js';
import { slowKey } from './slow-key.js';
import { start } from './start.js';
import { stream10, stream100 } from './stream.js';
import { synchronous } from './synchronous.js';
import { listTelemetry, streamTelemetry } from './telemetry.js';

/** Every scenario, in the order of the report. */
export const allScenarios: readonly Scenario[] = [
  ...[
    stream10,
    stream100,
    list10,
    list100,
    synchronous,
    streamFeatures,
    listFeatures,
    streamTelemetry,
    listTelemetry,
    pubsub,
    packages,
    sending,
    claims,
  ],
  ...[pipeline, latency, fullLoad, slowKey, start, idle, page, memory, scale],
];
