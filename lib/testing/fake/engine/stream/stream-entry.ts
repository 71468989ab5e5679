import type { Bytes } from '../../resp/bytes.js';
import type { StreamId } from './stream-id.js';

export interface StreamEntry {
  readonly id: StreamId;
  /** Names and values by turns, in the order in which they were given. */
  readonly fields: readonly Bytes[];
}
