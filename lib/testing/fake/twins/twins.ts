import { claimHandling } from '../../../scripts/claim-handling.js';
import { deleteAcknowledged } from '../../../scripts/delete-acknowledged.js';
import { dropMissingEntries } from '../../../scripts/drop-missing-entries.js';
import { endHandling } from '../../../scripts/end-handling.js';
import { findDeadLetters, newestId } from '../../../scripts/find-dead-letters.js';
import { holdAgain } from '../../../scripts/hold-again.js';
import { holdExclusive } from '../../../scripts/hold-exclusive.js';
import { holdLease } from '../../../scripts/hold-lease.js';
import { leaveGroup } from '../../../scripts/leave-group.js';
import { markAlone } from '../../../scripts/mark-alone.js';
import { popAndHold } from '../../../scripts/pop-and-hold.js';
import { releaseExclusive } from '../../../scripts/release-exclusive.js';
import { recordDeadLetter } from '../../../scripts/record-dead-letter.js';
import { removeIdleConsumers } from '../../../scripts/remove-idle-consumers.js';
import { replayDeadLetter } from '../../../scripts/replay-dead-letter.js';
import { returnFormer } from '../../../scripts/return-former.js';
import { returnHeld } from '../../../scripts/return-held.js';
import { returnPopped } from '../../../scripts/return-popped.js';
import { settleLate } from '../../../scripts/settle-late.js';
import type { Script } from '../../../scripts/script.js';
import type { ScriptTwin } from '../scripts/scripts.js';
import { deleteAcknowledgedTwin } from './delete-acknowledged.js';
import { dropMissingEntriesTwin } from './drop-missing-entries.js';
import { holdExclusiveTwin, releaseExclusiveTwin } from './exclusive-leases.js';
import { findDeadLettersTwin, newestIdTwin } from './find-dead-letters.js';
import { claimHandlingTwin, endHandlingTwin } from './handling.js';
import { holdAgainTwin } from './hold-again.js';
import { holdLeaseTwin } from './hold-lease.js';
import { leaveGroupTwin } from './leave-group.js';
import { markAloneTwin } from './mark-alone.js';
import { popAndHoldTwin } from './pop-and-hold.js';
import { recordDeadLetterTwin } from './record-dead-letter.js';
import { removeIdleConsumersTwin } from './remove-idle-consumers.js';
import { replayDeadLetterTwin } from './replay-dead-letter.js';
import { returnFormerTwin } from './return-former.js';
import { returnHeldTwin } from './return-held.js';
import { returnPoppedTwin } from './return-popped.js';
import { settleLateTwin } from './settle-late.js';

/** The scripts that the framework sends, each with its twin: a fake knows them from the start. */
export const twins: readonly (readonly [Script, ScriptTwin])[] = [
  [claimHandling, claimHandlingTwin],
  [deleteAcknowledged, deleteAcknowledgedTwin],
  [dropMissingEntries, dropMissingEntriesTwin],
  [endHandling, endHandlingTwin],
  [findDeadLetters, findDeadLettersTwin],
  [holdAgain, holdAgainTwin],
  [holdExclusive, holdExclusiveTwin],
  [holdLease, holdLeaseTwin],
  [leaveGroup, leaveGroupTwin],
  [markAlone, markAloneTwin],
  [newestId, newestIdTwin],
  [popAndHold, popAndHoldTwin],
  [releaseExclusive, releaseExclusiveTwin],
  [recordDeadLetter, recordDeadLetterTwin],
  [removeIdleConsumers, removeIdleConsumersTwin],
  [replayDeadLetter, replayDeadLetterTwin],
  [returnFormer, returnFormerTwin],
  [returnHeld, returnHeldTwin],
  [returnPopped, returnPoppedTwin],
  [settleLate, settleLateTwin],
];
