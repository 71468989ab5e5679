import { pathToFileURL } from 'node:url';
import { describeError } from '../../errors/describe-error.js';
import type { Problem } from '../../errors/problem.js';
import type { Class } from '../../metadata/class.js';
import { ownTriggerMetadata } from '../../metadata/trigger-metadata.js';

/** The handler classes of `handlers`, each once; those of file patterns are imported. */
export async function loadHandlers(
  handlers: readonly (Class | string)[],
  problems: Problem[],
): Promise<readonly Class[]> {
  const given = handlers.filter((handler) => typeof handler !== 'string');
  const imported: Class[] = [];
  for (const handler of handlers) {
    if (typeof handler === 'string') imported.push(...(await importHandlers(handler, problems)));
  }
  return [...new Set([...given, ...withoutBases(imported)])];
}

/** The handler classes that modules export. */
export function handlerClassesOf(modules: readonly Readonly<Record<string, unknown>>[]): readonly Class[] {
  return withoutBases(modules.flatMap((exported) => exportsOf(exported).filter(isHandlerClass)));
}

/** What a module exports; jiti hands everything out behind `default`. */
function exportsOf(module: Readonly<Record<string, unknown>>): unknown[] {
  const { default: behind } = module;
  const isObject = typeof behind === 'object' && behind !== null;
  return [...Object.values(module), ...(isObject ? Object.values(behind as Record<string, unknown>) : [])];
}

/** A class that another one extends is its base: its functions run in the subclass. */
function withoutBases(classes: readonly Class[]): readonly Class[] {
  const bases = new Set(classes.flatMap((each) => basesOf(each)));
  return [...new Set(classes)].filter((each) => !bases.has(each));
}

async function importHandlers(pattern: string, problems: Problem[]): Promise<Class[]> {
  // loaded here and not before: its top level does not run in a bundle of CommonJS form
  const { glob } = await import('tinyglobby');
  const found = await glob(pattern, { absolute: true });
  const files = found.filter((file) => /\.[cm]?[jt]s$/.test(file) && !/\.d\.[cm]?ts$/.test(file)).sort();
  const classes: Class[] = [];
  for (const file of files) {
    try {
      const exported = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
      classes.push(...exportsOf(exported).filter(isHandlerClass));
    } catch (error) {
      const what = `the file cannot be imported: ${describeError(error).message}`;
      problems.push({ code: 'HANDLER_FILE_INVALID', place: file, what });
    }
  }
  if (files.length === 0) {
    problems.push({ code: 'HANDLER_FILE_INVALID', place: pattern, what: 'the pattern matches no file' });
  } else if (classes.length === 0 && problems.every(({ place }) => !files.includes(place))) {
    const what = `none of the ${files.length} files exports a class with trigger methods`;
    problems.push({ code: 'HANDLER_FILE_INVALID', place: pattern, what });
  }
  return classes;
}

function basesOf(handlerClass: Class): unknown[] {
  const base = Object.getPrototypeOf(handlerClass) as Class | null;
  return typeof base === 'function' ? [base, ...basesOf(base)] : [];
}

function isHandlerClass(value: unknown): value is Class {
  if (typeof value !== 'function' || typeof value.prototype !== 'object') return false;
  for (let prototype = value.prototype as object | null; prototype;) {
    if (ownTriggerMetadata(prototype).length > 0) return true;
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return false;
}
