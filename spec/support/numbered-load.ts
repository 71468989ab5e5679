import type { Redis } from 'ioredis';
import { realTime } from './real-time.js';

/** Writes numbered messages for `handlersOfEachKind`, and remembers which of them Redis acknowledged. */
export class NumberedLoad {
  /** The numbers whose element, and whose entry, Redis has acknowledged. */
  readonly pushed: number[] = [];
  readonly added: number[] = [];
  private next = 0;

  constructor(private client: Redis) {}

  /** Writes with another client from the next command on. */
  goOnWith(client: Redis): void {
    this.client = client;
  }

  /** How many numbers were used. */
  get count(): number {
    return this.next;
  }

  element(number: number): string {
    return `element ${number}`;
  }

  entry(number: number): string {
    return `{"entry":"${number}"}`;
  }

  message(number: number): string {
    return `message ${number}`;
  }

  /** Writes an element, an entry and a message for each of the next numbers. */
  async produce(count: number): Promise<void> {
    for (let index = 0; index < count; index++) await this.produceNext();
  }

  /** Goes on until the signal is aborted, whatever fails. */
  async produceUntil(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.produceNext().catch(() => undefined);
      // A pace, so that the load leaves the processor to what it is a load for.
      await realTime(5);
    }
  }

  /** The entries that are in the stream, as handlers get them. */
  async entriesOf(client: Redis): Promise<string[]> {
    const entries = await client.xrange('entries', '-', '+');
    return entries.map(([, fields]) => this.entry(Number(fields[1])));
  }

  private async produceNext(): Promise<void> {
    const number = this.next++;
    await this.client.rpush('elements', this.element(number));
    this.pushed.push(number);
    await this.client.xadd('entries', '*', 'entry', number);
    this.added.push(number);
    await this.client.publish('channel', this.message(number));
  }
}
