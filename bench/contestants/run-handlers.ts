import 'reflect-metadata';
import { container } from 'tsyringe';
import { createRuntime, type Class } from 'redis-triggers';
import type { Conditions, Running } from '../side/contestant.js';
import { observeWith } from './observe-with.js';
import { middlewareOf } from './trigger-options.js';

/** Starts a runtime with one handler class, as a program would. */
export async function runHandlers(handlers: Class, conditions: Conditions): Promise<Running> {
  const runtime = await createRuntime({
    handlers: [handlers],
    connections: { bench: `redis://127.0.0.1:${conditions.port}` },
    container: container.createChildContainer(),
    middleware: middlewareOf(conditions),
    logger: false,
  });
  const { telemetry } = conditions.options;
  if (telemetry) await observeWith(telemetry, runtime);
  await runtime.start();
  return runtime;
}
