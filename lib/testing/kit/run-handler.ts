import { payloadDecoder } from '../../binding/payload-decoder.js';
import { chooseContainer } from '../../di/choose-container.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { describeFunctions } from '../../functions/describe-functions.js';
import type { CommandPort } from '../../expressions/send-command.js';
import { throwProblems } from '../../errors/redis-triggers-error.js';
import type { Problem } from '../../errors/problem.js';
import type { Middleware } from '../../messages/middleware.js';
import { silentLogger } from '../../logging/silent-logger.js';
import { ChannelMessage } from '../../messages/channel-message.js';
import { ListElement } from '../../messages/list-element.js';
import type { RawMessage, TriggerKind } from '../../messages/raw-message.js';
import { RedisMessageModel } from '../../messages/redis-message-model.js';
import { StreamEntry } from '../../messages/stream-entry.js';
import type { Class } from '../../metadata/class.js';
import { makeInvoker } from '../../runtime/functions/make-invoker.js';
import { StopSchedule } from '../../runtime/stop/stop-schedule.js';
import { systemClock } from '../../time/system-clock.js';
import { testContainer } from './test-container.js';
import type { InvokeMessage, InvokeOptions } from './invoke-options.js';
import { toFields, type Sendable } from './producer.js';

/** Does what `invoke` says. */
export async function runHandler(
  handler: Class,
  method: string | symbol,
  message: InvokeMessage | readonly InvokeMessage[],
  options: InvokeOptions,
): Promise<unknown> {
  const descriptor = findFunction(handler, method, options.functionId);
  const messages = toMessages(message, descriptor);
  const { middleware = [], overrides = [] } = options;
  const container = await testContainer([handler], overrides, options.container);
  let end: { readonly result: unknown } | { readonly thrown: unknown } | undefined;
  const remember: Middleware = async (_context, next) => {
    try {
      end = { result: await next() };
    } catch (thrown) {
      end = { thrown };
      throw thrown;
    }
  };
  try {
    const schedule = new StopSchedule(systemClock, 1_000);
    const surroundings = {
      clock: systemClock,
      logger: silentLogger,
      container: await chooseContainer(container.given),
      middleware: [remember, ...middleware],
      port: inputsOf(options),
    };
    const decode = await payloadDecoder(descriptor);
    const { invoker } = makeInvoker({ ...descriptor, retry: undefined }, decode, schedule, surroundings);
    const outcomes = await invoker.execute(messages);
    const failed = outcomes.find((outcome) => outcome.status === 'failed');
    // A timeout is outside of what remembers, and a handler that was abandoned may still throw.
    if (failed?.reason === 'timed-out') throw failed.error;
    // What was thrown need not be an error, and need not be a failure.
    if (end && 'thrown' in end) throw end.thrown;
    if (failed) throw failed.error;
    return end && 'result' in end ? end.result : undefined;
  } finally {
    await container.dispose();
  }
}

/** Reads what the options say, and sends nothing. */
function inputsOf({ inputs = {} }: InvokeOptions): CommandPort {
  return () => (words) => {
    const value = inputs[words.join(' ')];
    return Promise.resolve(typeof value === 'string' ? Buffer.from(value) : value);
  };
}

/** One message, or for a batch handler any number. */
function toMessages(
  given: InvokeMessage | readonly InvokeMessage[],
  { id, kind, batch }: FunctionDescriptor,
): RawMessage[] {
  if (Array.isArray(given) && !batch)
    throw new Error(`${id} takes one message at a time: it has no batch: true`);
  return [given].flat().map((each) => toRaw(each, kind));
}

function findFunction(handler: Class, method: string | symbol, functionId?: string): FunctionDescriptor {
  const problems: Problem[] = [];
  const settings = { get: (name: string): string => `%${name}%` };
  const nameConnection = (): string => 'none';
  const surroundings = { settings, nameConnection, configureKeyspaceNotifications: false };
  const functions = describeFunctions([handler], surroundings, problems).filter(
    (each) => each.method === method && (functionId === undefined || each.id === functionId),
  );
  throwProblems(problems.filter(({ place }) => place.endsWith(`.${String(method)}`)));
  const [found, ...others] = functions;
  const name = `${handler.name}.${String(method)}`;
  if (!found) throw new Error(`${functionId ?? name} is not a function: the method has no such trigger`);
  if (others.length > 0) {
    const ids = functions.map(({ id }) => id).join(', ');
    throw new Error(`${name} has several triggers; name one with { functionId }: ${ids}`);
  }
  return found;
}

/** The message as Redis gives it to this kind of trigger. */
function toRaw(message: InvokeMessage, kind: TriggerKind): RawMessage {
  if (!(message instanceof RedisMessageModel)) return message;
  const body = Buffer.from(message.message);
  const makers: { readonly [Kind in TriggerKind]: () => RawMessage } = {
    pubsub: () => new ChannelMessage(message.trigger, body),
    list: () => new ListElement(message.trigger, body),
    stream: () => new StreamEntry(message.trigger, '1-1', toPairs(message.message)),
  };
  return makers[kind]();
}

function toPairs(json: string): [Buffer, Buffer][] {
  const fields = JSON.parse(json) as Record<string, Sendable | Sendable[]>;
  return Object.entries(fields).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? (value as Sendable[]) : [value];
    return values.map((each): [Buffer, Buffer] => {
      const [, bytes = ''] = toFields([[name, each]]);
      return [Buffer.from(name), Buffer.from(bytes)];
    });
  });
}
