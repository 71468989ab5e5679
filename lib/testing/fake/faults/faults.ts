import type { Client } from '../engine/client.js';
import type { ClientRegistry } from '../engine/client-registry.js';
import { toBytes, type Bytes } from '../resp/bytes.js';

/** What is to happen to one call of a command. */
export interface CommandFault {
  /** Closes the connection `before` the command runs (the request is lost) or `after` it (the reply is lost). */
  readonly drop?: 'before' | 'after' | 'after-reply';
  readonly delayInMs?: number;
  readonly error?: Bytes;
}

interface PlannedFault extends CommandFault {
  readonly command: string;
  remaining: number;
}

/** A fault that stays in place until it is used up or removed. */
export interface FaultHandle {
  /** Removes the fault. */
  remove(): void;
}

/**
 * Injects faults. A command is given by its name, a subcommand as in `client|setname`; `*` means every command.
 * Counts are of calls.
 */
export class Faults {
  /**
   * While true, what a connection sends is read but never answered. A connection that was silenced so stays silent for
   * good.
   */
  halfOpen = false;
  /** While true, new connections are refused. */
  refusing = false;
  private planned: PlannedFault[] = [];
  private readonly repliesLeft = new Map<number, number>();
  private repliesLeftForAll = Infinity;

  constructor(private readonly clients: ClientRegistry) {}

  /** Answers the next `times` calls of a command (default: all) with this error, which begins with its code. */
  fail(command: string, error: string, times = Infinity): FaultHandle {
    return this.plan({ command, error: toBytes(error), remaining: times });
  }

  /** Closes the connection instead of running the command: the request is lost. */
  dropBefore(command: string, times = 1): FaultHandle {
    return this.plan({ command, drop: 'before', remaining: times });
  }

  /** Runs the command and closes the connection instead of answering: the reply is lost. */
  dropAfter(command: string, times = 1): FaultHandle {
    return this.plan({ command, drop: 'after', remaining: times });
  }

  /** Runs the command at once, but answers it after `delayInMs` on the fake's clock. */
  delay(command: string, delayInMs: number, times = Infinity): FaultHandle {
    return this.plan({ command, delayInMs, remaining: times });
  }

  /** Closes connections now: all of them, or those with this client name. */
  drop(clientName?: string): void {
    for (const client of this.clients.all()) {
      if (clientName === undefined || client.name === toBytes(clientName)) client.close();
    }
  }

  /**
   * Closes the connection that receives the `count`-th reply from now; with an id, counts only that client's
   * replies.
   */
  dropAfterReplies(count: number, clientId?: number): void {
    if (clientId === undefined) this.repliesLeftForAll = count;
    else this.repliesLeft.set(clientId, count);
  }

  /** Removes every fault. */
  clear(): void {
    this.halfOpen = false;
    this.refusing = false;
    this.planned = [];
    this.repliesLeft.clear();
    this.repliesLeftForAll = Infinity;
  }

  /** @internal What is to happen to this call; it counts as used. */
  take(request: readonly Bytes[], client: Client): CommandFault | undefined {
    if (this.isLastReplyOf(client)) return { drop: 'after-reply' };
    if (this.planned.length === 0) return undefined;
    const name = (request[0] ?? '').toLowerCase();
    const names = new Set(['*', name, `${name}|${(request[1] ?? '').toLowerCase()}`]);
    const fault = this.planned.find(({ command }) => names.has(command));
    if (!fault) return undefined;
    fault.remaining--;
    if (fault.remaining <= 0) this.planned = this.planned.filter((one) => one !== fault);
    return fault;
  }

  private plan(fault: PlannedFault): FaultHandle {
    const planned = { ...fault, command: fault.command.toLowerCase() };
    this.planned.push(planned);
    return { remove: () => (this.planned = this.planned.filter((one) => one !== planned)) };
  }

  private isLastReplyOf(client: Client): boolean {
    const left = this.repliesLeft.get(client.id);
    if (left !== undefined) {
      if (left > 1) this.repliesLeft.set(client.id, left - 1);
      else this.repliesLeft.delete(client.id);
      return left <= 1;
    }
    this.repliesLeftForAll--;
    if (this.repliesLeftForAll > 0) return false;
    this.repliesLeftForAll = Infinity;
    return true;
  }
}
