import type { CommandGroup, CommandSpec } from '../frame/command-spec.js';
import { completion } from './completion.js';
import { explain } from './explain.js';
import { list } from './list.js';

/** Every command, in the order of the help. */
export const allCommands: readonly (CommandSpec | CommandGroup)[] = [list, explain, completion];
