import type { ChannelMessage } from './channel-message.js';
import type { ListElement } from './list-element.js';
import type { StreamEntry } from './stream-entry.js';

/** What starts an invocation, as its listener received it. */
export type RawMessage = ChannelMessage | ListElement | StreamEntry;

/** The kinds of trigger; each raw message says its own. */
export type TriggerKind = RawMessage['kind'];
