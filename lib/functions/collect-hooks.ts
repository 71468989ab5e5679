import type { Problem } from '../errors/problem.js';
import type { TriggerKind } from '../messages/raw-message.js';
import type { Class, MethodName } from '../metadata/class.js';
import { ownHookMetadata, type HookKind } from '../metadata/hook-metadata.js';
import { nameOf } from './class-name.js';
import type { FunctionHooks } from './function-descriptor.js';
import { prototypesOf } from './prototypes-of.js';
import { targetWords } from './target-words.js';

/** How a hook is written. */
const hookDecorators: { readonly [Hook in HookKind]: string } = {
  deadLetter: '@OnDeadLetter()',
  gap: '@OnGap()',
};

/**
 * The hooks of a handler class whose functions are of these kinds: its own and its parents', parents first. A
 * method that a subclass overrides counts once, whether it is decorated again or not.
 */
export function collectHooks(
  handlerClass: Class,
  kinds: readonly TriggerKind[],
  problems: Problem[],
): FunctionHooks {
  const records = prototypesOf(handlerClass.prototype as object | null).flatMap(ownHookMetadata);
  const onStatics = prototypesOf(handlerClass).flatMap(ownHookMetadata);
  const report = (method: MethodName, what: string, remedy: string): void => {
    const place = `${nameOf(handlerClass)}.${String(method)}`;
    problems.push({ code: 'HANDLER_INVALID', place, what, remedy });
  };
  for (const { hook, method, target } of [...onStatics, ...records]) {
    if (target === 'method') continue;
    const remedy = 'Put it on a public instance method of the handler class.';
    report(method, `${hookDecorators[hook]} is on ${targetWords[target]}`, remedy);
  }
  const methodsOf = (wanted: HookKind): readonly MethodName[] => {
    const wantedOnes = records.filter(({ hook, target }) => hook === wanted && target === 'method');
    return Object.freeze([...new Set(wantedOnes.map(({ method }) => method))]);
  };
  const hooks = Object.freeze({ deadLetter: methodsOf('deadLetter'), gap: methodsOf('gap') });
  // Of a class without functions it is said already that it has none.
  const neverHears = kinds.length > 0 && !kinds.includes('pubsub');
  for (const method of neverHears ? hooks.gap : []) {
    const what = '@OnGap() is in a class without a pub/sub function, so it would never be called';
    report(method, what, 'Remove it: a list or a stream keeps its messages while the connection is lost.');
  }
  return hooks;
}
