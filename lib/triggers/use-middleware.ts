import type { Middleware } from '../messages/middleware.js';
import { recordDecoration } from './record-decoration.js';

/**
 * Puts middleware around each attempt: on a method, of its functions; on a class, of all functions of the class
 * and of its subclasses. The first is the outermost. That of `createRuntime` is around that of the class, and
 * that around the method's.
 */
export function UseMiddleware(...middleware: readonly Middleware[]): ClassDecorator & MethodDecorator {
  return recordDecoration({ decorator: 'UseMiddleware', middleware });
}
