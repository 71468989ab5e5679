import 'reflect-metadata';
import { metadataKeys } from './metadata-keys.js';

/** Records what the constructor of a class takes, where a compiler would have: in a list that may be filled later. */
export function recordInjectable(target: object, tokens: readonly unknown[]): void {
  Reflect.defineMetadata('design:paramtypes', tokens, target);
  Reflect.defineMetadata(metadataKeys.injectable, true, target);
}

/** Whether the class itself said so. */
export function isInjectable(target: object): boolean {
  return Reflect.hasOwnMetadata(metadataKeys.injectable, target);
}
