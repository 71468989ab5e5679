import { claimHandling } from '../../../scripts/claim-handling.js';
import { endHandling } from '../../../scripts/end-handling.js';
import { holdExclusive } from '../../../scripts/hold-exclusive.js';
import { holdLease } from '../../../scripts/hold-lease.js';
import { markAlone } from '../../../scripts/mark-alone.js';
import { popAndHold } from '../../../scripts/pop-and-hold.js';
import { releaseExclusive } from '../../../scripts/release-exclusive.js';
import { removeIdleConsumers } from '../../../scripts/remove-idle-consumers.js';
import { replayDeadLetter } from '../../../scripts/replay-dead-letter.js';
import { returnHeld } from '../../../scripts/return-held.js';
import { returnPopped } from '../../../scripts/return-popped.js';
import { runInOrder } from '../../../scripts/run-in-order.js';
import type { Script } from '../../../scripts/script.js';
import type { ScriptTwin } from '../scripts/scripts.js';
import { holdExclusiveTwin, releaseExclusiveTwin } from './exclusive-leases.js';
import { claimHandlingTwin, endHandlingTwin } from './handling.js';
import { holdLeaseTwin } from './hold-lease.js';
import { markAloneTwin } from './mark-alone.js';
import { popAndHoldTwin } from './pop-and-hold.js';
import { removeIdleConsumersTwin } from './remove-idle-consumers.js';
import { replayDeadLetterTwin } from './replay-dead-letter.js';
import { returnHeldTwin } from './return-held.js';
import { returnPoppedTwin } from './return-popped.js';
import { runInOrderTwin } from './run-in-order.js';

/** The scripts that the framework sends, each with its twin: a fake knows them from the start. */
export const twins: readonly (readonly [Script, ScriptTwin])[] = [
  [claimHandling, claimHandlingTwin],
  [endHandling, endHandlingTwin],
  [holdExclusive, holdExclusiveTwin],
  [holdLease, holdLeaseTwin],
  [markAlone, markAloneTwin],
  [popAndHold, popAndHoldTwin],
  [releaseExclusive, releaseExclusiveTwin],
  [removeIdleConsumers, removeIdleConsumersTwin],
  [replayDeadLetter, replayDeadLetterTwin],
  [returnHeld, returnHeldTwin],
  [returnPopped, returnPoppedTwin],
  [runInOrder, runInOrderTwin],
];
