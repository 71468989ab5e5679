import type { CommandGroup, CommandSpec } from '../frame/command-spec.js';
import { azure } from './azure.js';
import { check } from './check.js';
import { completion } from './completion.js';
import { dead } from './dead/dead.js';
import { dev } from './dev.js';
import { explain } from './explain.js';
import { generate } from './generate.js';
import { invoke } from './invoke.js';
import { list } from './list.js';
import { pause } from './pause.js';
import { resume } from './resume.js';
import { run } from './run.js';
import { send } from './send.js';
import { status } from './status.js';
import { ui } from './ui.js';

/** Every command, in the order of the help. */
export const allCommands: readonly (CommandSpec | CommandGroup)[] = [
  run,
  dev,
  list,
  check,
  status,
  pause,
  resume,
  dead,
  send,
  invoke,
  generate,
  ui,
  azure,
  explain,
  completion,
];
