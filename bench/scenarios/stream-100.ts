import { streamScenario } from './stream-scenario.js';

/** Stream, count: 100. */
export const stream100 = streamScenario(100, 400_000, 1.5);
