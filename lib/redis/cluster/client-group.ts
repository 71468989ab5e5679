import type { ConnectingClient } from '../commands/clients.js';

/** What several clients that pass for one show together of their ways to their connections. */
export abstract class ClientGroup implements ConnectingClient {
  protected abstract readonly clients: readonly ConnectingClient[];

  get steps(): number {
    return this.clients.reduce((sum, { steps }) => sum + steps, 0);
  }

  get moves(): number {
    return this.clients.reduce((sum, { moves }) => sum + moves, 0);
  }

  get awaitsCredentials(): boolean {
    return this.clients.some(({ awaitsCredentials }) => awaitsCredentials);
  }
}
