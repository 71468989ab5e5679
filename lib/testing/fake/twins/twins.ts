import { holdLease } from '../../../scripts/hold-lease.js';
import { releaseLease } from '../../../scripts/release-lease.js';
import { removeIdleConsumers } from '../../../scripts/remove-idle-consumers.js';
import { replayDeadLetter } from '../../../scripts/replay-dead-letter.js';
import type { Script } from '../../../scripts/script.js';
import type { ScriptTwin } from '../scripts/scripts.js';
import { holdLeaseTwin, releaseLeaseTwin } from './leases.js';
import { removeIdleConsumersTwin } from './remove-idle-consumers.js';
import { replayDeadLetterTwin } from './replay-dead-letter.js';

/** The scripts that the framework sends, each with its twin: a fake knows them from the start. */
export const twins: readonly (readonly [Script, ScriptTwin])[] = [
  [holdLease, holdLeaseTwin],
  [releaseLease, releaseLeaseTwin],
  [removeIdleConsumers, removeIdleConsumersTwin],
  [replayDeadLetter, replayDeadLetterTwin],
];
