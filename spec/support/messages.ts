import { ChannelMessage } from '../../lib/messages/channel-message.js';
import { ListElement } from '../../lib/messages/list-element.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';

/** A list element with this text, or with these bytes. */
export function element(body: string | Buffer = 'an element', key = 'k'): ListElement {
  return new ListElement(key, Buffer.from(body as string));
}

/** A published message with this text. */
export function published(body: string | Buffer = 'a message', channel = 'news'): ChannelMessage {
  return new ChannelMessage(channel, Buffer.from(body as string));
}

/** A stream entry with these fields: name, value, name, value … */
export function entry(...flat: (string | Buffer)[]): StreamEntry {
  const fields = flat.flatMap((name, index): [Buffer, Buffer][] =>
    index % 2 === 0 ? [[Buffer.from(name as string), Buffer.from(flat[index + 1] as string)]] : [],
  );
  return new StreamEntry('k', '1-0', fields);
}
