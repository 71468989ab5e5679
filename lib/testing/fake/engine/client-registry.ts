import type { Client } from './client.js';

/** The clients that are connected, in the order of their ids. */
export class ClientRegistry {
  private readonly clients = new Map<number, Client>();
  private lastId = 0;
  private port = 40_000;

  nextId(): number {
    return ++this.lastId;
  }

  /** How many clients have ever connected. */
  get connectionCount(): number {
    return this.lastId;
  }

  /** An address for a client that comes without a socket. */
  nextAddress(): string {
    this.port = this.port >= 65_535 ? 40_000 : this.port + 1;
    return `127.0.0.1:${this.port}`;
  }

  add(client: Client): void {
    this.clients.set(client.id, client);
  }

  remove(client: Client): void {
    this.clients.delete(client.id);
  }

  get(id: number): Client | undefined {
    return this.clients.get(id);
  }

  get size(): number {
    return this.clients.size;
  }

  all(): Client[] {
    return [...this.clients.values()];
  }
}
