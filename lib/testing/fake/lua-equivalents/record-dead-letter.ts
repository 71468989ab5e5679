import type { ScriptTools, ScriptEquivalent, ScriptValue } from '../scripts/scripts.js';

type Command = readonly [name: string, ...args: Buffer[]];

/** What `lib/redis/commands/lua/record-dead-letter.ts` does. */
export const recordDeadLetterEquivalent: ScriptEquivalent = ({ args, call }) => {
  const [look, letter, acknowledgement, ...rest] = commandsIn(args);
  if (!look || !letter || !isFound(call, look)) return null;
  const id = call(...letter) as Buffer;
  try {
    if (acknowledgement) call(...acknowledgement);
  } catch (refusal) {
    ignoringErrors(() => call('XDEL', letter[1] ?? '', id));
    throw refusal;
  }
  for (const command of rest) ignoringErrors(() => call(...command));
  return id;
};

function commandsIn(args: readonly Buffer[]): Command[] {
  const commands: Command[] = [];
  for (let from = 0; from < args.length;) {
    const words = Number(String(args[from]));
    const [name = '', ...rest] = args.slice(from + 1, from + 1 + words);
    commands.push([name.toString(), ...rest]);
    from += words + 1;
  }
  return commands;
}

/** With its stream or its group, a message is gone. */
function isFound(call: ScriptTools['call'], look: Command): boolean {
  let seen: ScriptValue;
  try {
    seen = call(...look);
  } catch (error) {
    if (/NOGROUP|WRONGTYPE/.test(String(error))) return false;
    throw error;
  }
  return Array.isArray(seen) ? seen.length > 0 : seen !== null && seen !== 0;
}

function ignoringErrors(act: () => unknown): void {
  try {
    act();
  } catch {
    // As redis.pcall: the next command runs all the same.
  }
}
