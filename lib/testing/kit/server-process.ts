import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { now, setTimeout } from '../../time/real-timers.js';

/** How long a server may take to start. */
const patienceInMs = 10_000;

/** Starts a Redis server on a loopback port; resolves when it answers, rejects with what it printed. */
export function startServerProcess(
  binary: string,
  port: number,
  args: readonly string[],
): Promise<ChildProcess> {
  return startAnswering(binary, port, ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', ...args]);
}

/** Starts a program that will answer PING on a port; resolves when it does, rejects with what it printed. */
export async function startAnswering(
  binary: string,
  port: number,
  args: readonly string[],
): Promise<ChildProcess> {
  // Loaded only here, because most tests run on the fake.
  const { spawn } = await import('node:child_process');
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  const deadline = now() + patienceInMs;
  while (!(await answers(port))) {
    if (failure || child.exitCode !== null || now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${binary} did not start on port ${port}: ${failure?.message ?? output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return child;
}

/** Whether something on this port answers PING and has loaded its data: NOAUTH is an answer too. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (reply) => {
      socket.destroy();
      resolve(!String(reply).startsWith('-LOADING'));
    });
    socket.once('error', () => resolve(false));
  });
}
