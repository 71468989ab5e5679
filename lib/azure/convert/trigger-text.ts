import type { TriggerKind } from '../../messages/raw-message.js';
import type { Binding } from '../folder/binding.js';
import { identifier } from './source-text.js';

/** How a trigger and its message are written. */
export interface TriggerText {
  readonly decorator: string;
  /** What is to be imported for the message. */
  readonly import?: string;
  readonly form: string;
  readonly type: string;
  /** What the function got in Azure, made of the parameter. */
  readonly value: string;
}

const stream = (entry: string): string =>
  `{ Id: ${entry}.id, Values: JSON.parse(${entry}.toModel().message) as unknown }`;

const channel = (message: string): string =>
  `{ SubscriptionChannel: ${message}.pattern ?? ${message}.channel, Channel: ${message}.channel, Message: ${message}.body.toString() }`;

/** Writes the parameter of a trigger; `isEnvelope`: a message of a channel came with the names of its channels. */
export function triggerText(
  kind: TriggerKind,
  { name, isBinary, isMany }: Binding,
  isEnvelope: boolean,
): TriggerText {
  const parameter = identifier(name);
  const bytes = (value: string): string => (isBinary ? `Buffer.from(JSON.stringify(${value}))` : value);
  switch (kind) {
    case 'list': {
      const form = isBinary ? 'Buffer' : 'String';
      const type = `${isBinary ? 'Buffer' : 'string'}${isMany ? '[]' : ''}`;
      const value = isBinary || isMany ? parameter : `json(${parameter})`;
      return { decorator: 'RedisListTrigger', form, type, value };
    }
    case 'stream': {
      const base = { decorator: 'RedisStreamTrigger', import: 'StreamEntry', form: 'StreamEntry' };
      if (!isMany) return { ...base, type: 'StreamEntry', value: bytes(stream(parameter)) };
      const each = isBinary ? bytes(stream('each')) : `JSON.stringify(${stream('each')})`;
      return { ...base, type: 'StreamEntry[]', value: `${parameter}.map((each) => ${each})` };
    }
    case 'pubsub': {
      const base = { decorator: 'RedisPubSubTrigger', import: 'ChannelMessage', form: 'ChannelMessage' };
      const bare = isBinary ? `${parameter}.body` : `json(${parameter}.body.toString())`;
      return { ...base, type: 'ChannelMessage', value: isEnvelope ? bytes(channel(parameter)) : bare };
    }
  }
}
