import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when `test` holds; gives up after 30 seconds, so that no example runs forever. */
export async function eventually(test: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await test())) {
    if (Date.now() > deadline) throw new Error('waited 30 s in vain');
    await sleep(5);
  }
}
