import type { CommandClient } from '../redis/commands/clients.js';
import type { SenderSurroundings } from './sender-surroundings.js';

/** A client, and what last kept it from being ready. */
export interface OpenClient {
  readonly client: CommandClient;
  lastError?: unknown;
}

/** The clients of a sender, one for each connection that it has sent on. */
export class OpenClients {
  private readonly known = new Map<string, OpenClient>();

  constructor(private readonly surroundings: Pick<SenderSurroundings, 'resolve' | 'connect'>) {}

  /** The client of a connection; rejects where nothing has its name. */
  of(reference: string, place: string): OpenClient | Promise<OpenClient> {
    return this.known.get(reference) ?? this.open(reference, place);
  }

  private async open(reference: string, place: string): Promise<OpenClient> {
    const target = await this.surroundings.resolve(reference, place);
    const client = await this.surroundings.connect(target);
    // Two calls may have come here at once.
    const known = this.known.get(reference);
    if (known) return known;
    const opened: OpenClient = { client };
    client.onError((error) => (opened.lastError = error));
    this.known.set(reference, opened);
    return opened;
  }
}
