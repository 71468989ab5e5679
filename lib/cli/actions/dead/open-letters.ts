import { filterProblem, type LetterFilter } from '../../../dead-letter-tools/letter-filter.js';
import { LetterReader } from '../../../dead-letter-tools/letter-reader.js';
import { DeadLetters } from '../../../dead-letters/dead-letters.js';
import type { FunctionDescriptor } from '../../../functions/function-descriptor.js';
import type { CommandClient } from '../../../redis/commands/clients.js';
import { systemClock } from '../../../time/system-clock.js';
import { usageError } from '../../frame/command-error.js';
import type { Program } from '../../program/program.js';

/** The dead letters of one function, and what reads and changes them. */
export interface OpenLetters {
  readonly descriptor: FunctionDescriptor;
  readonly client: CommandClient;
  readonly reader: LetterReader;
  readonly letters: DeadLetters;
}

/** Connects to the dead letters of a function. Throws where a filter can match none of them. */
export async function openLetters(
  program: Program,
  functionId: string,
  filters: readonly LetterFilter[] = [],
): Promise<OpenLetters> {
  const descriptor = program.find(functionId);
  const problem = filters.map((filter) => filterProblem(filter, descriptor)).find((each) => each);
  if (problem !== undefined) throw usageError(problem);
  const client = await program.connect(descriptor);
  const letters = new DeadLetters(descriptor, { client, clock: systemClock, onReplayed: () => undefined });
  return { descriptor, client, reader: new LetterReader(descriptor, client), letters };
}
