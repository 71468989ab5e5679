import type { ClockTimer, FakeClock } from '../clock/fake-clock.js';
import type { Client } from './client.js';

/** CLIENT PAUSE: for a time, writes or all commands wait. */
export class Pause {
  private until = 0;
  private mode: 'write' | 'all' = 'all';
  private timer?: ClockTimer;
  private readonly waiting = new Map<Client, () => void>();

  constructor(private readonly clock: FakeClock) {}

  /** How many clients wait. */
  get count(): number {
    return this.waiting.size;
  }

  /** Whether a command has to wait. */
  holds(mayWrite: () => boolean): boolean {
    return this.until > 0 && this.clock.now() < this.until && (this.mode === 'all' || mayWrite());
  }

  start(until: number, mode: 'write' | 'all'): void {
    // A pause of all is not weakened by a later one of writes, nor shortened.
    this.mode = this.clock.now() < this.until && this.mode === 'all' ? 'all' : mode;
    this.until = Math.max(this.until, until);
    this.timer?.cancel();
    this.timer = this.clock.at(this.until, () => this.end(), { keepsProcessAlive: true });
  }

  /** Remembers a client whose command waits. */
  add(client: Client, resume: () => void): void {
    this.waiting.set(client, resume);
  }

  forget(client: Client): void {
    this.waiting.delete(client);
  }

  end(): void {
    this.until = 0;
    this.timer?.cancel();
    const resumes = [...this.waiting.values()];
    this.waiting.clear();
    for (const resume of resumes) resume();
  }
}
