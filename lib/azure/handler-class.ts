import type { SendCommand } from '../expressions/send-command.js';
import type { InvocationContext } from '../messages/invocation-context.js';
import type { TriggerKind } from '../messages/raw-message.js';
import type { Class } from '../metadata/class.js';
import { addParameterMetadata } from '../metadata/parameter-metadata.js';
import { addTriggerMetadata } from '../metadata/trigger-metadata.js';

/** Runs a function once for what is in the context: one message, or several with `batch`. `sends` are its ways to Redis. */
export type Invocation = (context: InvocationContext, sends: readonly SendCommand[]) => unknown;

/** What the class of a function is made of. */
export interface HandlerSource {
  readonly kind: TriggerKind;
  /** The options of its trigger, as a decorator would be given them. */
  readonly options: object;
  /** Where its problems are said to be: `Orders/function.json`. */
  readonly place: string;
  /** The connections on which it reads and sends, beside that of its trigger. */
  readonly connections: readonly string[];
  readonly invoke: Invocation;
}

/** A handler class with one method, and with what decorators would have recorded of it. */
export function handlerClass({ kind, options, place, connections, invoke }: HandlerSource): Class {
  // Problems are said to be at `class.method`: named so, that is the path of the file.
  const [, name = place, method = 'run'] = /^(.*)\.([^.]+)$/.exec(place) ?? [];
  const made = class {};
  Object.defineProperty(made, 'name', { value: name });
  Object.defineProperty(made.prototype, method, {
    value: (context: InvocationContext, ...sends: SendCommand[]): unknown => invoke(context, sends),
    configurable: true,
    writable: true,
  });
  addTriggerMetadata(made.prototype, { kind, method, options, target: 'method' });
  addParameterMetadata(made.prototype, method, 0, { from: 'context' });
  for (const [index, connection] of connections.entries())
    addParameterMetadata(made.prototype, method, index + 1, { from: 'redis', connection });
  return made;
}
