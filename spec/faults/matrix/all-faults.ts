import type { Fault } from './fault.js';
import { handlerFaults } from './handler-faults.js';
import { keyFaults } from './key-faults.js';
import { linkFaults } from './link-faults.js';
import { processFaults } from './process-faults.js';
import { serverFaults } from './server-faults.js';

/** Every fault of the suite. */
export const allFaults: readonly Fault[] = [
  ...processFaults,
  ...serverFaults,
  ...linkFaults,
  ...keyFaults,
  ...handlerFaults,
];
