import type { SentAlong } from '../send-instrument.js';
import type { WrittenMessage } from './written-message.js';

/** A message with what travels with it. What it has under the same name already stays. */
export function sendAlong(
  message: WrittenMessage,
  kind: 'list' | 'stream' | 'pubsub',
  { texts, jsonMember }: SentAlong,
): WrittenMessage {
  if (kind === 'stream') return { words: withFields(message.words, texts) };
  if (jsonMember === undefined || Object.keys(texts).length === 0) return message;
  return { words: message.words.map((word) => withMember(word, jsonMember, texts)) };
}

function withFields(
  words: readonly (string | Buffer)[],
  texts: SentAlong['texts'],
): readonly (string | Buffer)[] {
  const names = new Set(words.filter((_, index) => index % 2 === 0).map(String));
  const added = Object.entries(texts).filter(([name]) => !names.has(name));
  return [...words, ...added.flat()];
}

/** At the front of a JSON object: of two members with the same name the later one counts, which is the message's own. */
function withMember(word: string | Buffer, member: string, texts: SentAlong['texts']): string | Buffer {
  const match = typeof word === 'string' ? /^\{\s*(\})?/.exec(word) : null;
  if (!match) return word;
  const added = `{${JSON.stringify(member)}:${JSON.stringify(texts)}`;
  return match[1] === undefined ? `${added},${String(word).slice(1)}` : `${added}}`;
}
