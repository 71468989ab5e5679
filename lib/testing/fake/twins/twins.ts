import { holdExclusive } from '../../../scripts/hold-exclusive.js';
import { releaseExclusive } from '../../../scripts/release-exclusive.js';
import { removeIdleConsumers } from '../../../scripts/remove-idle-consumers.js';
import { replayDeadLetter } from '../../../scripts/replay-dead-letter.js';
import type { Script } from '../../../scripts/script.js';
import type { ScriptTwin } from '../scripts/scripts.js';
import { holdExclusiveTwin, releaseExclusiveTwin } from './exclusive-leases.js';
import { removeIdleConsumersTwin } from './remove-idle-consumers.js';
import { replayDeadLetterTwin } from './replay-dead-letter.js';

/** The scripts that the framework sends, each with its twin: a fake knows them from the start. */
export const twins: readonly (readonly [Script, ScriptTwin])[] = [
  [holdExclusive, holdExclusiveTwin],
  [releaseExclusive, releaseExclusiveTwin],
  [removeIdleConsumers, removeIdleConsumersTwin],
  [replayDeadLetter, replayDeadLetterTwin],
];
