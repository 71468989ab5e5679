import 'reflect-metadata';
import { container, type DependencyContainer } from 'tsyringe';
import { createRuntime } from '../../lib/index.js';
import type { Running } from '../side/contestant.js';

/** Starts a runtime with one handler class, as a program would. */
export async function runHandlers(handlers: new () => object, port: number): Promise<Running> {
  const own: DependencyContainer = container.createChildContainer();
  own.registerSingleton(handlers);
  const connections = { bench: `redis://127.0.0.1:${port}` };
  const runtime = await createRuntime({ handlers: [handlers], connections, container: own, logger: false });
  await runtime.start();
  return runtime;
}
