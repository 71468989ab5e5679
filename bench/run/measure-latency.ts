import { setTimeout } from 'node:timers/promises';
import type { Assignment } from '../side/assignment.js';
import type { ContestantOptions } from '../side/contestant.js';
import type { Bench } from './bench.js';
import { SideProcess } from './side-process.js';

/** A contestant that gets a message now and then. */
export interface LatencyEntry {
  readonly label: string;
  readonly contestant: string;
  readonly options: ContestantOptions;
  readonly slowInMs?: number;
  /** Sends its message of this number to `key`. */
  readonly send: (key: string, number: number) => unknown;
}

/**
 * Sends so many messages to each contestant, one every so often, and gives for each label the latencies in
 * microseconds. All contestants run at once and get their messages in turn, so that they share what disturbs the
 * machine.
 */
export async function measureLatency(
  bench: Bench,
  entries: readonly LatencyEntry[],
  { messages, intervalInMs }: { messages: number; intervalInMs: number },
): Promise<Map<string, readonly number[]>> {
  const { client, port } = bench.server;
  await client.flushall();
  bench.say(`  ${messages} messages for each of ${entries.length}, one every ${intervalInMs} ms`);
  const sides: SideProcess[] = [];
  try {
    for (const { contestant, label, options, slowInMs } of entries) {
      const conditions = { contestant, port, key: label, messages, options };
      const slow = slowInMs === undefined ? {} : { slowInMs };
      const assignment: Assignment = { ...conditions, ...slow, purpose: 'latency' };
      sides.push((await SideProcess.start(assignment, bench.profileFolder)).side);
    }
    const finished = Promise.all(sides.map((each) => each.finished()));
    await Promise.all([finished, sendInTurn(entries, messages, intervalInMs)]);
    const seen = await finished;
    return new Map(entries.map(({ label }, index) => [label, seen[index]?.latencies ?? []]));
  } finally {
    for (const side of sides) side.kill();
  }
}

async function sendInTurn(
  entries: readonly LatencyEntry[],
  messages: number,
  intervalInMs: number,
): Promise<void> {
  const began = performance.now();
  for (let sent = 0; sent < messages * entries.length; sent++) {
    const due = began + (sent * intervalInMs) / entries.length;
    await setTimeout(Math.max(0, due - performance.now()));
    const entry = entries[sent % entries.length];
    void entry?.send(entry.label, Math.floor(sent / entries.length));
  }
}
