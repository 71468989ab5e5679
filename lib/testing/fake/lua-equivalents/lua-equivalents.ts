import { claimHandling } from '../../../redis/commands/lua/claim-handling.js';
import { countDelayed } from '../../../redis/commands/lua/count-delayed.js';
import { delayMessages } from '../../../redis/commands/lua/delay-messages.js';
import { deleteAcknowledged } from '../../../redis/commands/lua/delete-acknowledged.js';
import { dropMissingEntries } from '../../../redis/commands/lua/drop-missing-entries.js';
import { endHandling } from '../../../redis/commands/lua/end-handling.js';
import { fleetBeat } from '../../../redis/commands/lua/fleet-beat.js';
import { fleetLeave } from '../../../redis/commands/lua/fleet-leave.js';
import { fleetPause } from '../../../redis/commands/lua/fleet-pause.js';
import { findDeadLetters, newestId } from '../../../redis/commands/lua/find-dead-letters.js';
import { holdAgain } from '../../../redis/commands/lua/hold-again.js';
import { holdExclusive } from '../../../redis/commands/lua/hold-exclusive.js';
import { holdLease } from '../../../redis/commands/lua/hold-lease.js';
import { leaveGroup } from '../../../redis/commands/lua/leave-group.js';
import { hasEntry, lastGeneratedId } from '../../../redis/commands/lua/look-at-stream.js';
import { markAlone } from '../../../redis/commands/lua/mark-alone.js';
import { moveDue } from '../../../redis/commands/lua/move-due.js';
import { popAndHold } from '../../../redis/commands/lua/pop-and-hold.js';
import { releaseExclusive } from '../../../redis/commands/lua/release-exclusive.js';
import { putBackEdited } from '../../../redis/commands/lua/put-back-edited.js';
import { recordDeadLetter } from '../../../redis/commands/lua/record-dead-letter.js';
import { removeIdleConsumers } from '../../../redis/commands/lua/remove-idle-consumers.js';
import { replayDeadLetter } from '../../../redis/commands/lua/replay-dead-letter.js';
import { returnHeld } from '../../../redis/commands/lua/return-held.js';
import { returnPopped } from '../../../redis/commands/lua/return-popped.js';
import { settleLate } from '../../../redis/commands/lua/settle-late.js';
import { takeAllowed } from '../../../redis/commands/lua/take-allowed.js';
import type { Script } from '../../../redis/commands/lua/script.js';
import type { ScriptEquivalent } from '../scripts/scripts.js';
import { countDelayedEquivalent } from './count-delayed.js';
import { delayMessagesEquivalent } from './delay-messages.js';
import { deleteAcknowledgedEquivalent } from './delete-acknowledged.js';
import { dropMissingEntriesEquivalent } from './drop-missing-entries.js';
import { holdExclusiveEquivalent, releaseExclusiveEquivalent } from './exclusive-leases.js';
import { fleetBeatEquivalent, fleetLeaveEquivalent, fleetPauseEquivalent } from './fleet.js';
import { findDeadLettersEquivalent, newestIdEquivalent } from './find-dead-letters.js';
import { claimHandlingEquivalent, endHandlingEquivalent } from './handling.js';
import { holdAgainEquivalent } from './hold-again.js';
import { holdLeaseEquivalent } from './hold-lease.js';
import { leaveGroupEquivalent } from './leave-group.js';
import { hasEntryEquivalent, lastGeneratedIdEquivalent } from './look-at-stream.js';
import { markAloneEquivalent } from './mark-alone.js';
import { moveDueEquivalent } from './move-due.js';
import { popAndHoldEquivalent } from './pop-and-hold.js';
import { putBackEditedEquivalent } from './put-back-edited.js';
import { recordDeadLetterEquivalent } from './record-dead-letter.js';
import { removeIdleConsumersEquivalent } from './remove-idle-consumers.js';
import { replayDeadLetterEquivalent } from './replay-dead-letter.js';
import { returnHeldEquivalent } from './return-held.js';
import { returnPoppedEquivalent } from './return-popped.js';
import { settleLateEquivalent } from './settle-late.js';
import { takeAllowedEquivalent } from './take-allowed.js';

/** The scripts that the framework sends, each with its equivalent: a fake knows them from the start. */
export const luaEquivalents: readonly (readonly [Script, ScriptEquivalent])[] = [
  [claimHandling, claimHandlingEquivalent],
  [countDelayed, countDelayedEquivalent],
  [delayMessages, delayMessagesEquivalent],
  [deleteAcknowledged, deleteAcknowledgedEquivalent],
  [dropMissingEntries, dropMissingEntriesEquivalent],
  [endHandling, endHandlingEquivalent],
  [findDeadLetters, findDeadLettersEquivalent],
  [fleetBeat, fleetBeatEquivalent],
  [fleetLeave, fleetLeaveEquivalent],
  [fleetPause, fleetPauseEquivalent],
  [hasEntry, hasEntryEquivalent],
  [holdAgain, holdAgainEquivalent],
  [holdExclusive, holdExclusiveEquivalent],
  [holdLease, holdLeaseEquivalent],
  [lastGeneratedId, lastGeneratedIdEquivalent],
  [leaveGroup, leaveGroupEquivalent],
  [markAlone, markAloneEquivalent],
  [moveDue, moveDueEquivalent],
  [newestId, newestIdEquivalent],
  [popAndHold, popAndHoldEquivalent],
  [putBackEdited, putBackEditedEquivalent],
  [releaseExclusive, releaseExclusiveEquivalent],
  [recordDeadLetter, recordDeadLetterEquivalent],
  [removeIdleConsumers, removeIdleConsumersEquivalent],
  [replayDeadLetter, replayDeadLetterEquivalent],
  [returnHeld, returnHeldEquivalent],
  [returnPopped, returnPoppedEquivalent],
  [settleLate, settleLateEquivalent],
  [takeAllowed, takeAllowedEquivalent],
];
