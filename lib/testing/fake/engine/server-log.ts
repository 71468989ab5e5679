/** What a Redis server would write to its log, for whoever wants to pass it on. */
export class ServerLog {
  private readonly listeners: ((text: string) => void)[] = [];

  /** Calls back with each warning. */
  onWarning(listener: (text: string) => void): void {
    this.listeners.push(listener);
  }

  warn(text: string): void {
    for (const listener of this.listeners) listener(text);
  }
}
