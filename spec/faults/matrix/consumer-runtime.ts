import { Command, Redis } from 'ioredis';
import type { ConnectionOption } from '../../../lib/connections/connection-option.js';
import { preferredOptions } from '../../../lib/redis/client/client-roles.js';
import { createRuntime } from '../../../lib/create-runtime.js';
import type { Logger } from '../../../lib/logging/logger.js';
import type { Runtime } from '../../../lib/runtime/runtime.js';
import { behave } from './behaviour.js';
import type { ConsumerOptions, ConsumerReport, Gap } from './consumer.js';
import { moment } from './moment.js';
import { connection, functionId, triggerNamed } from './trigger-under-test.js';

/** Hears what happens in a consumer. */
export interface ConsumerEvents {
  readonly onHandled: (id: number, at: number) => void;
  readonly onGap: (gap: Gap) => void;
}

/** A runtime that counts what it sends. */
export interface ConsumerRuntime {
  readonly runtime: Runtime;
  report(): ConsumerReport;
}

/** Makes the runtime of a consumer; does not start it. */
export async function createConsumerRuntime(
  { trigger: name, behaviour, prefetch, redis }: ConsumerOptions,
  { onHandled, onGap }: ConsumerEvents,
): Promise<ConsumerRuntime> {
  const trigger = triggerNamed(name);
  let requests = 0;
  let cutOff = 0;
  const handlers = trigger.handlers(async (id) => {
    await behave(behaviour, id);
    onHandled(id, moment());
  }, prefetch);
  const counted = countingConnection(
    redis,
    () => (requests += 1),
    (elements) => (cutOff += elements),
  );
  const runtime = await createRuntime({
    handlers: [handlers],
    connections: { [connection]: counted },
    logger: gapLogger(onGap),
    shutdownTimeoutInMs: 3_000,
  });
  return {
    runtime,
    report() {
      const { ready, functions } = runtime.health();
      const { inFlight = 0, lost = 0 } = functions[functionId] ?? {};
      return { ready, inFlight, lost, cutOff, requests };
    },
  };
}

/**
 * Clients that call back with each command they send and each connection they try to make, and with how many
 * elements pops had asked for that were not answered when their connection closed.
 */
function countingConnection(
  options: Redis['options'] | object,
  count: () => void,
  onCutOff: (elements: number) => void,
): ConnectionOption {
  return ({ clientName }) => {
    const client = new Redis({
      ...preferredOptions,
      ...options,
      lazyConnect: true,
      connectionName: clientName,
    });
    const send = client.sendCommand.bind(client);
    const pops = new Set<Command>();
    client.sendCommand = (...args) => {
      count();
      const [command] = args;
      if (/^b?[lr]m?pop$/i.test(command.name)) {
        pops.add(command);
        const forget = (): unknown => pops.delete(command);
        // What is rejected because the connection closes is told from what was answered by who hears of it first.
        command.promise.then(forget, () => setImmediate(forget));
      }
      return send(...args);
    };
    client.prependListener('close', () => {
      for (const { args } of pops) onCutOff(Number(args.at(-1)) || 1);
      pops.clear();
    });
    client.on('connecting', count);
    return client;
  };
}

/** Hears of the gaps of a subscription as a user's program does: from the log. */
function gapLogger(onGap: (gap: Gap) => void): Logger {
  const look = (_fields: object, text: string): void => {
    const lasted = /not subscribed for (-?[\d.]+) ms/.exec(text)?.[1];
    if (lasted !== undefined) onGap({ from: moment() - Math.max(0, Number(lasted)), to: moment() });
  };
  const ignore = (): void => undefined;
  const logger: Logger = { debug: ignore, info: ignore, warn: ignore, error: look, child: () => logger };
  return logger;
}
