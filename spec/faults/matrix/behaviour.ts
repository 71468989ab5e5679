import { realTime } from '../../support/real-time.js';

/** How the handlers of a run behave, by name: a process of its own is told the name. */
export type Behaviour = 'prompt' | 'unhurried' | 'slow' | 'poisoned' | 'burdened' | 'exiting';

const behaviours: { readonly [Name in Behaviour]: (id: number) => Promise<void> } = {
  prompt: () => Promise.resolve(),
  // Long enough for a fault to come in the middle of a handler.
  unhurried: () => realTime(4),
  // One in 250 takes three times `claimIdleInMs`, one in 50 a fifth of a second.
  slow: (id) => realTime(id % 250 === 3 ? 6_000 : id % 50 === 3 ? 200 : 1),
  async poisoned(id) {
    await realTime(1);
    if (isPoison(id)) throw new Error('this message fails whenever it is handled');
  },
  // Slower than the producer, so that there is a backlog when the fault comes.
  async burdened(id) {
    await realTime(15);
    if (isPoison(id)) throw new Error('this message fails whenever it is handled');
  },
  async exiting(id) {
    await realTime(2);
    if (id % 4_000 === 250) process.exit(1);
  },
};

/** What the handlers of a run do. */
export function behave(name: Behaviour, id: number): Promise<void> {
  return behaviours[name](id);
}

/** Whether `poisoned` handlers fail for it. */
export function isPoison(id: number): boolean {
  return id % 100 === 7;
}
