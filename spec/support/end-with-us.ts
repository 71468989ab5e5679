import { spawn, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * Reads `+ <id>` and `- <id>`; when its input ends, which it does however the process at the other end
 * ended, it kills those that are left.
 */
const guardianScript = `
ids=
while read -r sign id; do
  left=
  for each in $ids; do [ "$each" = "$id" ] || left="$left $each"; done
  ids=$left
  [ "$sign" = - ] || ids="$ids $id"
done
[ -z "$ids" ] || kill -9 $ids
`;

let guardian: Writable | undefined;

/** Sees to it that a child does not outlive this process, even one that is killed. */
export function endWithUs(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const input = (guardian ??= startGuardian());
  input.write(`+ ${pid}\n`);
  child.once('exit', () => input.write(`- ${pid}\n`));
}

/** In a session of its own, so that it also outlives a Ctrl-C. It does not keep this process running. */
function startGuardian(): Writable {
  const shell = spawn('sh', ['-c', guardianScript], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.unref();
  const { stdin } = shell;
  stdin.on('error', () => undefined);
  (stdin as Writable & { unref(): void }).unref();
  return stdin;
}
