import { CommanderError } from 'commander';
import { expect } from 'chai';
import { allCommands } from '../../lib/cli/commands/all-commands.js';
import { buildCommandLine } from '../../lib/cli/frame/build-command-line.js';
import { pages, readText } from './pages.js';

/** A page may name a command, or an option of it, without what has to stand behind it. */
const left = ['commander.missingArgument', 'commander.optionMissingArgument'];

/** The first words of all commands, those of groups too. */
const names = allCommands.map((each) => ('commands' in each ? each.name : each.usage.split(' ')[0]));

/** What is wrong with a command as somebody would type it; undefined: nothing. */
async function problemOf(words: readonly string[]): Promise<string | undefined> {
  if (words.length === 1 && names.includes(words[0])) return undefined;
  const ignore = (): void => undefined;
  const commandLine = buildCommandLine(allCommands, '0', () => Promise.resolve(), ignore);
  try {
    await commandLine.parseAsync(words, { from: 'user' });
    return undefined;
  } catch (error) {
    const { code, message } = error as CommanderError;
    return left.includes(code) ? undefined : message;
  }
}

/** Commands in sentences and tables, and those of blocks for a shell; those of consoles are run by `cli/docs`. */
function commandsIn(page: string): string[] {
  const inText = [...page.matchAll(/`(?:npx )?redis-triggers ([^`\n]+)`/g)];
  const inBlocks = [...page.matchAll(/^(?:npx )?redis-triggers ([^#>\n]+)/gm)];
  return [...inText, ...inBlocks].map(([, command = '']) => command.trim());
}

describe('the commands that the docs name', () => {
  for (const page of pages) {
    const commands = new Set(commandsIn(readText(page)).filter((command) => !/[<…]/.test(command)));
    if (commands.size === 0) continue;
    it(`in ${page} can be typed`, async () => {
      for (const command of commands)
        expect(await problemOf(command.split(' ')), `redis-triggers ${command}`).to.equal(undefined);
    });
  }
});
