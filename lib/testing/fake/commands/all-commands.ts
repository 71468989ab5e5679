import type { VersionNumber } from '../versions.js';
import { aclCommands } from './acl/acl.js';
import { aclLogCommands } from './acl/acl-log.js';
import { CommandTable, recordsOf } from './command-table.js';
import { bitFieldCommands } from './bits/bitfield.js';
import { bitCommands } from './bits/bits.js';
import { clientKillCommands } from './connection/client-kill.js';
import { clientStateCommands } from './connection/client-state.js';
import { handshakeCommands } from './connection/handshake.js';
import { trackingCommands } from './connection/tracking.js';
import { placeCommands } from './geo/places.js';
import { geoSearchCommands } from './geo/search.js';
import { fieldExpiryCommands } from './hashes/field-expiry.js';
import { getAndExpireFieldCommands } from './hashes/get-and-expire.js';
import { hashCommands } from './hashes/hashes.js';
import { lifetimeCommands } from './keys/lifetime.js';
import { listingCommands } from './keys/listing.js';
import { objectCommands } from './keys/object.js';
import { presenceCommands } from './keys/presence.js';
import { serializedCommands } from './keys/serialized.js';
import { sortCommands } from './keys/sort.js';
import { listChangeCommands } from './lists/change.js';
import { listReadCommands } from './lists/inspect.js';
import { listMoveCommands } from './lists/move.js';
import { listPopFromSeveralCommands } from './lists/pop-from-several.js';
import { listEndCommands } from './lists/push-and-pop.js';
import { publishCommands } from './pubsub/publish.js';
import { subscriptionCommands } from './pubsub/subscriptions.js';
import { functionDumpCommands } from './scripting/function-dump.js';
import { functionCommands } from './scripting/functions.js';
import { scriptCommands } from './scripting/scripts.js';
import { commandListCommands } from './server/command-list.js';
import { configurationCommands } from './server/configuration.js';
import { helpCommands } from './server/help-commands.js';
import { observationCommands } from './server/observation.js';
import { serverStateCommands } from './server/server-state.js';
import { serverTextCommands } from './server/server-text.js';
import { setAlgebraCommands } from './sets/set-algebra.js';
import { setCommands } from './sets/sets.js';
import { sortedSetAlgebraCommands } from './sorted-sets/algebra.js';
import { sortedSetMemberCommands } from './sorted-sets/members.js';
import { sortedSetPopFromSeveralCommands } from './sorted-sets/pop-from-several.js';
import { sortedSetRangeCommands } from './sorted-sets/ranges.js';
import { addCommands } from './streams/add.js';
import { autoClaimCommands } from './streams/auto-claim.js';
import { claimCommands } from './streams/claim.js';
import { deleteByReferenceCommands } from './streams/delete-by-reference.js';
import { entryCommands } from './streams/entries.js';
import { groupCommands } from './streams/groups.js';
import { inspectCommands } from './streams/inspect.js';
import { pendingCommands } from './streams/pending.js';
import { readGroupCommands } from './streams/read-group.js';
import { readCommands } from './streams/read.js';
import { trimCommands } from './streams/trim.js';
import { arithmeticCommands } from './strings/arithmetic.js';
import { getAndSetCommands } from './strings/get-and-set.js';
import { hyperLogLogCommands } from './strings/hyper-log-log.js';
import { lcsCommands } from './strings/lcs.js';
import { stringRangeCommands } from './strings/ranges.js';
import { severalStringsCommands } from './strings/several-keys.js';
import { transactionCommands } from './transactions/transactions.js';

/** Every command there is, of every version. */
const records = [
  ...recordsOf('connection', handshakeCommands, clientStateCommands, clientKillCommands, trackingCommands),
  ...recordsOf(
    'keyspace',
    presenceCommands,
    lifetimeCommands,
    listingCommands,
    objectCommands,
    serializedCommands,
  ),
  ...recordsOf('string', getAndSetCommands, arithmeticCommands, stringRangeCommands, severalStringsCommands),
  ...recordsOf('string', lcsCommands),
  ...recordsOf('bitmap', bitCommands, bitFieldCommands),
  ...recordsOf('hyperloglog', hyperLogLogCommands),
  ...recordsOf('geo', placeCommands, geoSearchCommands),
  ...recordsOf('none', sortCommands),
  ...recordsOf(
    'list',
    listEndCommands,
    listReadCommands,
    listChangeCommands,
    listMoveCommands,
    listPopFromSeveralCommands,
  ),
  ...recordsOf(
    'stream',
    addCommands,
    entryCommands,
    deleteByReferenceCommands,
    trimCommands,
    readCommands,
    readGroupCommands,
    groupCommands,
    pendingCommands,
    claimCommands,
    autoClaimCommands,
    inspectCommands,
  ),
  ...recordsOf('hash', hashCommands, fieldExpiryCommands, getAndExpireFieldCommands),
  ...recordsOf('set', setCommands, setAlgebraCommands),
  ...recordsOf(
    'sortedset',
    sortedSetMemberCommands,
    sortedSetRangeCommands,
    sortedSetAlgebraCommands,
    sortedSetPopFromSeveralCommands,
  ),
  ...recordsOf('pubsub', subscriptionCommands, publishCommands),
  ...recordsOf('transaction', transactionCommands),
  ...recordsOf('scripting', scriptCommands, functionCommands, functionDumpCommands),
  ...recordsOf(
    'none',
    serverTextCommands,
    configurationCommands,
    serverStateCommands,
    commandListCommands,
    helpCommands,
    observationCommands,
    aclCommands,
    aclLogCommands,
  ),
];

/** The commands of a version. */
export function commandTable(version: VersionNumber): CommandTable {
  return new CommandTable(records, version);
}
