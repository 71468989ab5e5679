import { readdirSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { clearTimeout, setTimeout } from '../../time/real-timers.js';

const watched = /\.(?:[cm]?[jt]sx?|json|py)$/;

/** An editor may write a file in several steps: a change counts when it has been quiet for so long. */
const quietForInMs = 100;

/**
 * Resolves with the name of a file when it changes: a module, a JSON file or one of Python in a folder or one below, but in no
 * node_modules and in none whose name begins with a dot. Resolves with undefined when `signal` is aborted.
 */
export function nextChange(folder: string, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const watchers: FSWatcher[] = [];
    const end = (file?: string): void => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      resolve(file);
    };
    if (signal.aborted) {
      end();
      return;
    }
    signal.addEventListener('abort', () => end(), { once: true });
    for (const each of foldersIn(folder)) {
      const watcher = watch(each, (_event, name) => {
        if (name === null || !watched.test(name)) return;
        clearTimeout(timer);
        timer = setTimeout(() => end(join(each, name)), quietForInMs);
      });
      // A folder may be deleted while it is watched.
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    }
  });
}

function foldersIn(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'),
  );
  return [folder, ...below.flatMap(({ name }) => foldersIn(join(folder, name)))];
}
