import type { Middleware } from '../messages/middleware.js';
import type { ClassOrMethodDecorator } from './method-decorator.js';
import { recordDecoration } from './record-decoration.js';

/**
 * Wraps each attempt in middleware: on a method, for its functions; on a class, for all functions of the class and of
 * its subclasses. The first is the outermost. The middleware of `createRuntime` is outside that of the class, which is
 * outside that of the method.
 */
export function UseMiddleware(...middleware: readonly Middleware[]): ClassOrMethodDecorator {
  return recordDecoration({ decorator: 'UseMiddleware', middleware });
}
