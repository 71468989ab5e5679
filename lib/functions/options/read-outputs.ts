import { isObject } from '../../errors/value-checks.js';
import type { Problem } from '../../errors/problem.js';
import type { DecorationMetadata } from '../../metadata/decoration-metadata.js';
import { isDefinition, type AnyDefinition } from '../../triggers/definition.js';
import type { OutputOptions } from '../../triggers/redis-output.js';

/** Where what a method returns is sent. Frozen. */
export interface OutputDescriptor {
  /** The member of what the method returns; undefined: all of it. */
  readonly name?: string;
  readonly definition: AnyDefinition;
  readonly options: OutputOptions;
}

type OutputRecord = Extract<DecorationMetadata, { decorator: 'RedisOutput' }>;

/** What `@RedisOutput` says of a method: that of the nearest class that says anything. What is wrong is a problem. */
export function readOutputs(
  levels: readonly (readonly DecorationMetadata[])[],
  place: string,
  problems: Problem[],
): readonly OutputDescriptor[] {
  const found = levels.map((level) => level.filter(isOutput));
  const [record, ...others] = found.findLast((level) => level.length > 0) ?? [];
  if (!record) return [];
  if (record.target === 'class') {
    const what = 'the decorator @RedisOutput is on a class';
    problems.push({ code: 'HANDLER_INVALID', place, what, remedy: 'Put it on a method with a trigger.' });
    return [];
  }
  if (others.length > 0) {
    const what = `the method has ${others.length + 1} decorators @RedisOutput`;
    const remedy = 'Use one with an object: `@RedisOutput({ invoices, mails })`.';
    problems.push({ code: 'OPTION_CONFLICT', place, what, remedy });
    return [];
  }
  return Object.freeze(outputsOf(record, place, problems));
}

function outputsOf(
  { output, options }: OutputRecord,
  place: string,
  problems: Problem[],
): OutputDescriptor[] {
  if (isDefinition(output)) return [Object.freeze({ definition: output, options: { ...(options ?? {}) } })];
  const named = isObject(output) ? Object.entries(output as Record<string, unknown>) : [];
  if (named.length === 0)
    problems.push(invalid('@RedisOutput is given neither a definition nor an object of definitions', place));
  return named.flatMap(([name, given]) => {
    const { to, ...own } =
      isDefinition(given) || !isObject(given) ? { to: given } : (given as { to?: unknown });
    if (isDefinition(to)) return [Object.freeze({ name, definition: to, options: own })];
    problems.push(invalid(`the output "${name}" of @RedisOutput is no definition`, place));
    return [];
  });
}

function invalid(what: string, place: string): Problem {
  return { code: 'DEFINITION_INVALID', place, what };
}

function isOutput(record: DecorationMetadata): record is OutputRecord {
  return record.decorator === 'RedisOutput';
}
