import type { Command } from 'commander';
import { defineCommand } from '../frame/command-spec.js';
import { completionScript, shells, type Shell } from '../frame/completion-script.js';
import { usageError } from '../frame/command-error.js';

/** The parser whose commands are completed: it is made of this command, too, so it is asked for late. */
let commandLine: Command | undefined;

export const completion = defineCommand({
  usage: 'completion <shell>',
  effect: 'reads',
  summary: 'Print a script that completes commands and options in bash, zsh or fish.',
  examples: ['completion bash > ~/.local/share/bash-completion/completions/redis-triggers', 'completion zsh'],
  loadsHandlers: false,
  configure(command) {
    commandLine = command.parent ?? undefined;
  },
  run({ args: [given = ''], output }) {
    const shell = shells.find((each) => each === given) satisfies Shell | undefined;
    if (shell === undefined || !commandLine)
      throw usageError(`the shell is one of ${shells.join(', ')}, not ${given}`);
    const script = completionScript(shell, commandLine);
    output.data({ shell, script }, () => script);
    return Promise.resolve(undefined);
  },
});
