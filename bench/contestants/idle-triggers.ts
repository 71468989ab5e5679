import 'reflect-metadata';
import { container } from 'tsyringe';
import {
  createRuntime,
  RedisListTrigger,
  RedisMessageModel,
  RedisStreamTrigger,
  type Class,
} from 'redis-triggers';
import type { Contestant } from '../side/contestant.js';

/** `messages` functions in one runtime, lists and streams by turns, each on a key of its own. */
export const contestant: Contestant = {
  async start({ port, key, messages }) {
    const handlers: Class[] = [];
    for (let index = 0; index < messages; index++) {
      handlers.push(index % 2 === 0 ? idleList(`${key}:${index}`) : idleStream(`${key}:${index}`));
    }
    const connections = { bench: `redis://127.0.0.1:${port}` };
    const own = container.createChildContainer();
    const runtime = await createRuntime({ handlers, connections, container: own, logger: false });
    await runtime.start();
    return runtime;
  },

  textOf: String,
};

function idleList(key: string): Class {
  class IdleList {
    @RedisListTrigger({ connection: 'bench', key, name: key })
    onMessage(_message: RedisMessageModel): void {
      // Nothing comes.
    }
  }
  return IdleList;
}

function idleStream(key: string): Class {
  class IdleStream {
    @RedisStreamTrigger({ connection: 'bench', key, name: key })
    onMessage(_message: RedisMessageModel): void {
      // Nothing comes.
    }
  }
  return IdleStream;
}
