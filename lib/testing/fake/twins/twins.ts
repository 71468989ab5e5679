import { holdLease } from '../../../scripts/hold-lease.js';
import { popAndHold } from '../../../scripts/pop-and-hold.js';
import { removeIdleConsumers } from '../../../scripts/remove-idle-consumers.js';
import { returnHeld } from '../../../scripts/return-held.js';
import type { Script } from '../../../scripts/script.js';
import type { ScriptTwin } from '../scripts/scripts.js';
import { holdLeaseTwin } from './hold-lease.js';
import { popAndHoldTwin } from './pop-and-hold.js';
import { removeIdleConsumersTwin } from './remove-idle-consumers.js';
import { returnHeldTwin } from './return-held.js';

/** The scripts that the framework sends, each with its twin: a fake knows them from the start. */
export const twins: readonly (readonly [Script, ScriptTwin])[] = [
  [holdLease, holdLeaseTwin],
  [popAndHold, popAndHoldTwin],
  [removeIdleConsumers, removeIdleConsumersTwin],
  [returnHeld, returnHeldTwin],
];
