import type { Problem } from '../../lib/errors/problem.js';
import { describeFunctions } from '../../lib/functions/describe-functions.js';
import type { FunctionDescriptor } from '../../lib/functions/function-descriptor.js';
import type { FunctionSurroundings } from '../../lib/functions/function-surroundings.js';
import type { Class } from '../../lib/metadata/class.js';
import { recordSettings } from '../../lib/settings/record-settings.js';

/** What a spec may say about the surroundings; the rest is as in a program without settings. */
type Surroundings = Partial<Omit<FunctionSurroundings, 'settings'>> & {
  settings?: Readonly<Record<string, string>>;
};

/** Describes the functions of classes, with what is wrong with them. */
export function describeClasses(
  classes: readonly Class[],
  { settings = {}, ...others }: Surroundings = {},
): { functions: readonly FunctionDescriptor[]; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const surroundings: FunctionSurroundings = {
    nameConnection: (reference) => reference,
    configureKeyspaceNotifications: false,
    ...others,
    settings: recordSettings(settings),
  };
  return { functions: describeFunctions(classes, surroundings, problems), problems };
}

/** The only function of a class that has one; throws its problems. */
export function describeOne(handlerClass: Class, surroundings?: Surroundings): FunctionDescriptor {
  const { functions, problems } = describeClasses([handlerClass], surroundings);
  if (problems.length > 0 || functions.length !== 1) {
    throw new Error(`not one good function: ${JSON.stringify(problems)}`);
  }
  return functions[0] as FunctionDescriptor;
}

/** A class with one method under a decorator, as a compiler that emits no types would leave it. */
export function classWith(decorator: MethodDecorator, method: unknown = () => undefined): Class {
  class Handlers {}
  Object.defineProperty(Handlers.prototype, 'run', { value: method, configurable: true, writable: true });
  const descriptor = Object.getOwnPropertyDescriptor(Handlers.prototype, 'run');
  decorator(Handlers.prototype, 'run', descriptor as PropertyDescriptor);
  return Handlers;
}
