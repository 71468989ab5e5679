import type { Bytes } from '../resp/bytes.js';
import type { Client } from './client.js';

export interface SlowCommand {
  readonly id: number;
  readonly at: number;
  readonly durationInUs: number;
  readonly args: readonly Bytes[];
  readonly address: Bytes;
  readonly clientName: Bytes;
}

const mostArguments = 32;
const longestArgument = 128;

/** The commands that took long, the newest first. */
export class SlowLog {
  private entries: SlowCommand[] = [];
  private nextId = 0;

  get all(): readonly SlowCommand[] {
    return this.entries;
  }

  add(args: readonly Bytes[], durationInUs: number, now: number, client: Client, most: number): void {
    const entry = {
      id: this.nextId++,
      at: Math.floor(now / 1000),
      durationInUs,
      args: shortened(args),
      address: client.address.remote,
      clientName: client.name,
    };
    this.entries = [entry, ...this.entries].slice(0, most);
  }

  reset(): void {
    this.entries = [];
  }
}

function shortened(args: readonly Bytes[]): Bytes[] {
  const shown = args.length > mostArguments ? args.slice(0, mostArguments - 1) : args;
  const texts = shown.map((text) =>
    text.length > longestArgument
      ? `${text.slice(0, longestArgument)}... (${text.length - longestArgument} more bytes)`
      : text,
  );
  const left = args.length - shown.length;
  return left > 0 ? [...texts, `... (${left} more arguments)`] : texts;
}
