import type { CommandSender, RedisCommand } from '../redis/commands/command-sender.js';
import { putBackEdited } from '../redis/commands/lua/put-back-edited.js';
import { mostWords } from '../redis/commands/lua/script.js';
import { runScript } from '../redis/commands/run-script.js';
import { replayArguments } from '../dead-letters/replay-arguments.js';
import type { DeadLetters } from '../dead-letters/dead-letters.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { sourceOf, type RawMessage } from '../messages/raw-message.js';
import type { LetterReader } from './letter-reader.js';
import { messageDigest } from './message-digest.js';
import type { ParsedLetter } from './parse-letter-line.js';

/** What an import needs of the function. */
export interface ImportTarget {
  readonly descriptor: FunctionDescriptor;
  readonly client: CommandSender;
  readonly reader: LetterReader;
  readonly letters: DeadLetters;
}

/**
 * Puts a message that was exported back to its source, and removes its dead letter in the same atomic step. One that was
 * not edited is replayed. An edited stream entry is a new one, which every group of its stream gets.
 *
 * @param again the message is put back although its dead letter is gone
 * @returns whether it was put back: not where its dead letter is gone
 */
export async function importLetter(
  target: ImportTarget,
  { key, id, message }: ParsedLetter,
  again: boolean,
): Promise<boolean> {
  const { reader, letters, client, descriptor } = target;
  const original = (await reader.find(id)).find((each) => each.key === key);
  if (!original && !again) return false;
  const source = sourceOf(message);
  if (original && messageDigest(original) === messageDigest({ source, message })) {
    if ((await letters.replay(original)) === 1) return true;
    if (!again) return false;
  }
  const command = sendingCommand(descriptor, message);
  if (command.length > mostWords) return putBackInSteps(client, command, key, id);
  // A channel is no key: in a cluster it has no slot.
  const keys = descriptor.kind === 'pubsub' ? [key] : [key, source];
  const args = [id, again ? 'anyway' : 'if-there', ...command];
  return (await runScript(client, putBackEdited, keys, args)) === 1;
}

/** The command that sends a message to where it came from. */
function sendingCommand(descriptor: FunctionDescriptor, message: RawMessage): RedisCommand {
  if (message.kind === 'stream') return ['XADD', message.key, '*', ...message.fields.flat()];
  const [command] = replayArguments(descriptor);
  const to = message.kind === 'pubsub' ? message.channelBytes : message.key;
  return [String(command), to, message.body];
}

/** For what is too long for the script. First the message: it may be there twice, but is not lost. */
async function putBackInSteps(
  client: CommandSender,
  command: RedisCommand,
  key: string,
  id: string,
): Promise<boolean> {
  await client.send(command);
  await client.send(['XDEL', key, id]);
  return true;
}
