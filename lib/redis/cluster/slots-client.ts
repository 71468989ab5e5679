import type { BlockingClient, ReadyClient } from '../commands/clients.js';
import type { RedisCommand } from '../commands/command-sender.js';
import { ClientGroup } from './client-group.js';

/**
 * The clients of several slots as one: ready as soon as one of them is. What is sent goes by the client for ordinary
 * commands, because on each of theirs a read may wait.
 */
export class SlotsClient extends ClientGroup implements BlockingClient {
  constructor(
    protected readonly clients: readonly BlockingClient[],
    private readonly command: ReadyClient,
  ) {
    super();
  }

  get isReady(): boolean {
    return this.clients.some(({ isReady }) => isReady);
  }

  onReady(listener: () => void): void {
    for (const client of this.clients) client.onReady(listener);
  }

  onHeldUp(listener: () => void): void {
    for (const client of this.clients) client.onHeldUp(listener);
  }

  async whenReady(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const enough = new AbortController();
    const end = (): void => enough.abort();
    signal.addEventListener('abort', end);
    try {
      await Promise.race(this.clients.map((client) => client.whenReady(enough.signal)));
    } finally {
      end();
      signal.removeEventListener('abort', end);
    }
  }

  /** Its reads are on connections of their own, each of which writes by itself. */
  get writes(): number {
    return 0;
  }

  get unanswered(): number {
    return 0;
  }

  writeNow(): void {
    // Nothing is held back here.
  }

  send(command: RedisCommand, blocksInMs?: number): Promise<unknown> {
    return this.command.send(command, blocksInMs);
  }

  transaction(commands: readonly RedisCommand[]): Promise<unknown[]> {
    return this.command.transaction(commands);
  }
}
