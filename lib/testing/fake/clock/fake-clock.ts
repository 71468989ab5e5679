/** A point in time at which something is to be done. */
export interface ClockTimer {
  cancel(): void;
}

export interface TimerOptions {
  /** Whether the process stays alive for it: true where somebody waits for what it does. */
  readonly keepsProcessAlive?: boolean;
}

/** Where a fake Redis gets its time from. All times are milliseconds since the Unix epoch. */
export interface FakeClock {
  now(): number;

  /** Calls `action` once, when the time has come; never within this call. */
  at(time: number, action: () => void, options?: TimerOptions): ClockTimer;
}
