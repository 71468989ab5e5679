import type { Command } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What can follow a command: other commands, and its options. */
interface Words {
  /** The commands before it, such as `dead replay`; empty for the first word. */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly about: string }[];
}

const name = 'redis-triggers';

/** The script that completes a command line in a shell. */
export function completionScript(shell: Shell, commandLine: Command): string {
  const words = wordsOf(commandLine, []);
  return { bash, zsh, fish }[shell](words);
}

function wordsOf(command: Command, path: readonly string[]): Words[] {
  const own = [
    ...command.commands.map((each) => ({ word: each.name(), about: each.summary() || each.description() })),
    ...command.options.flatMap(({ long, description }) => (long ? [{ word: long, about: description }] : [])),
  ];
  const below = command.commands.flatMap((each) => wordsOf(each, [...path, each.name()]));
  return [{ path: path.join(' '), words: own }, ...below];
}

function bash(all: readonly Words[]): string {
  const cases = all.map(
    ({ path, words }) => `    '${path}') words='${words.map(({ word }) => word).join(' ')}' ;;`,
  );
  return `# bash completion for ${name}
_redis_triggers() {
  local words path='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] && continue
    case "\${path:+$path }$word" in
${pathPatterns(all)}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _redis_triggers ${name}
`;
}

function zsh(all: readonly Words[]): string {
  const cases = all.map(
    ({ path, words }) =>
      `    '${path}') candidates=(${words.map(({ word, about }) => quoted(`${word.replaceAll(':', '\\:')}:${about}`)).join(' ')}) ;;`,
  );
  return `#compdef ${name}
_redis_triggers() {
  local -a before candidates
  local path_so_far='' word
  before=("\${(@)words[2,CURRENT-1]}")
  for word in "\${before[@]}"; do
    [[ $word == -* ]] && continue
    case "\${path_so_far:+$path_so_far }$word" in
${pathPatterns(all)}) path_so_far="\${path_so_far:+$path_so_far }$word" ;;
    esac
  done
  case "$path_so_far" in
${cases.join('\n')}
  esac
  _describe '${name}' candidates
  _files
}
compdef _redis_triggers ${name}
`;
}

function fish(all: readonly Words[]): string {
  const lines = all.flatMap(({ path, words }) => {
    const condition =
      path === ''
        ? '__fish_use_subcommand'
        : path
            .split(' ')
            .map((word) => `__fish_seen_subcommand_from ${word}`)
            .join('; and ');
    return words.map(({ word, about }) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`;
      return `complete -c ${name} -n ${quoted(condition)} ${what} -d ${quoted(about)}`;
    });
  });
  return `# fish completion for ${name}\n${lines.join('\n')}\n`;
}

/** The paths of commands as alternatives of a `case`. */
function pathPatterns(all: readonly Words[]): string {
  const paths = all.map(({ path }) => path).filter((path) => path !== '');
  return `      ${paths.map((path) => `'${path}'`).join('|')}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
