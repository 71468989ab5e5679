import type { Binding } from '../folder/binding.js';
import { member } from '../folder/member.js';
import { identifier, textOf } from './source-text.js';

/** An output binding as one of `@RedisOutput`. */
export interface ConvertedOutput {
  /** The member of what the method returns. */
  readonly key: string;
  /** The constant that holds the definition. */
  readonly constant: string;
  /** What its messages are made of. */
  readonly value: string;
  /** What defines where it leads; undefined where only a command can say it. */
  readonly definition?: string;
  /** The function that does. */
  readonly maker?: string;
  /** What is to be done by hand. */
  readonly left?: string;
}

/** Commands that send a message to where a definition can lead. */
const makers: Readonly<Record<string, readonly [maker: string, options: string]>> = {
  RPUSH: ['defineList', ''],
  LPUSH: ['defineList', ', listPopFromBeginning: false'],
  PUBLISH: ['defineChannel', ', pattern: false'],
};

/** Writes an output of a function. */
export function convertOutput(functionName: string, { name, members }: Binding): ConvertedOutput {
  const key = name === '$return' ? 'returned' : identifier(name);
  const constant = identifier(`${functionName}_${key}`);
  const given = name === '$return' ? 'given.returned' : `given.outputs[${textOf(name)}]`;
  const command = String(member(members, 'command'));
  const [word = '', target, ...more] = command.trim().split(/\s+/);
  const [maker, options = ''] = makers[word.toUpperCase()] ?? [];
  const connection = member(members, 'connection') ?? member(members, 'connectionStringSetting');
  const base = { key, constant, value: `words(${given})` };
  if (maker === undefined || target === undefined || more.length > 0 || /[{}]/.test(target)) {
    const left = `its output "${name}" sends ${command} with what it gives: send that with a client of your own.`;
    return { ...base, left };
  }
  const where = `{ connection: ${textOf(connection)}${options} }`;
  return { ...base, maker, definition: `const ${constant} = ${maker}(${textOf(target)}, ${where});` };
}
