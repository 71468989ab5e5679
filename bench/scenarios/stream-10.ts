import { streamScenario } from './stream-scenario.js';

/** Stream, count: 10. */
export const stream10 = streamScenario(10, 400_000, 2.5);
