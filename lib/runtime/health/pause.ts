/** Who has paused a function: this process, by `runtime.pause`, or the whole fleet. */
export type PauseHolder = 'process' | 'fleet';

/** That a function is paused. */
export interface Pause {
  /** Who has paused it: it is paused while anybody has. */
  readonly by: readonly PauseHolder[];
  /** When it is resumed by itself; undefined where somebody has to resume it. */
  readonly until?: Date;
}
