import type { Bytes } from '../resp/bytes.js';
import { simple, type Reply } from '../resp/reply.js';
import type { CommandFacts } from './command-facts.js';
import type { CommandContext } from './command-context.js';

/**
 * Shows a command that was run to the clients that sent MONITOR. Not what only an administrator sends, and
 * not scripts, which show themselves before their commands.
 */
export function tellMonitors(context: CommandContext, command: CommandFacts, args: readonly Bytes[]): void {
  if (context.engine.monitors.size === 0) return;
  if (command.flags.has('skip_monitor') || command.flags.has('admin')) return;
  showCommand(context, args);
}

/** Shows a command whatever its flags say. */
export function showCommand(
  { engine: { monitors, clock }, client, caller }: CommandContext,
  args: readonly Bytes[],
): void {
  if (monitors.size === 0) return;
  const from = caller === 'script' ? 'lua' : client.address.remote;
  const line = monitorLine(clock.now(), client.database, from, withoutSecrets(args));
  for (const monitor of monitors) monitor.send(line);
}

/** Passwords are shown to nobody: those of AUTH, and of HELLO with AUTH, with the user's name. */
function withoutSecrets(args: readonly Bytes[]): readonly Bytes[] {
  const name = args[0]?.toLowerCase();
  const from =
    name === 'auth' ? 1 : name === 'hello' ? args.findIndex((word) => /^auth$/i.test(word)) + 1 : 0;
  if (from === 0) return args;
  return args.map((word, index) => (index >= from && index < from + 2 ? '(redacted)' : word));
}

function monitorLine(now: number, database: number, from: Bytes, args: readonly Bytes[]): Reply {
  const seconds = Math.floor(now / 1000);
  const micros = `${Math.floor((now % 1000) * 1000)}`.padStart(6, '0');
  return simple(`${seconds}.${micros} [${database} ${from}] ${args.map(quoted).join(' ')}`);
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
};

function quoted(text: Bytes): Bytes {
  const shown = text.replace(
    /[^ !#-[\]-~]/g,
    (character) => escapes[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `"${shown}"`;
}
