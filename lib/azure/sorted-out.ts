import type { FunctionFile, ReadFunction } from './folder/function-file.js';
import type { SkippedFunction } from './function-app.js';

/** The functions of an app that run, and those that do not. */
export interface SortedFunctions {
  readonly files: FunctionFile[];
  readonly skipped: SkippedFunction[];
}

/** Sorts out which functions run; those that are wrong are among the problems. */
export function sortedOut(all: readonly (readonly [name: string, read: ReadFunction])[]): SortedFunctions {
  const files: FunctionFile[] = [];
  const skipped: SkippedFunction[] = [];
  for (const [name, read] of all) {
    if (read.is === 'read') files.push(read.file);
    else if (read.is !== 'wrong') skipped.push({ name, reason: read.is, why: read.why });
  }
  return { files, skipped };
}
