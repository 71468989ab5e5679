import { removeIdleConsumers } from '../../../scripts/remove-idle-consumers.js';
import { replayDeadLetter } from '../../../scripts/replay-dead-letter.js';
import type { Script } from '../../../scripts/script.js';
import type { ScriptTwin } from '../scripts/scripts.js';
import { removeIdleConsumersTwin } from './remove-idle-consumers.js';
import { replayDeadLetterTwin } from './replay-dead-letter.js';

/** The scripts that the framework sends, each with its twin: a fake knows them from the start. */
export const twins: readonly (readonly [Script, ScriptTwin])[] = [
  [removeIdleConsumers, removeIdleConsumersTwin],
  [replayDeadLetter, replayDeadLetterTwin],
];
