import 'reflect-metadata';
import { IsString, Length } from 'class-validator';
import { Lifecycle, scoped, singleton } from 'tsyringe';
import { RedisListTrigger, RedisMessageModel } from '../../lib/index.js';
import type { Class } from '../../lib/metadata/class.js';

/** A handler whose way from the message to the method is measured. */
export interface PipelineCase {
  readonly label: string;
  readonly handlerClass: Class;
  /** The most that a message may take, in microseconds. */
  readonly limitInMicros: number;
}

let handled = 0;

/** How many messages all handlers have had. */
export function handledSoFar(): number {
  return handled;
}

@singleton()
class SingletonHandler {
  @RedisListTrigger({ connection: 'bench', key: 'bench' })
  onMessage(_message: RedisMessageModel): void {
    handled++;
  }
}

@scoped(Lifecycle.ContainerScoped)
class ScopedHandler {
  @RedisListTrigger({ connection: 'bench', key: 'bench' })
  onMessage(_message: RedisMessageModel): void {
    handled++;
  }
}

class Text {
  @IsString()
  @Length(1, 200)
  text!: string;
}

@singleton()
class PayloadHandler {
  @RedisListTrigger({ connection: 'bench', key: 'bench', payload: Text })
  onMessage(_text: Text): void {
    handled++;
  }
}

export const pipelineCases: readonly PipelineCase[] = [
  { label: 'singleton handler, `RedisMessageModel`', handlerClass: SingletonHandler, limitInMicros: 1 },
  { label: 'handler with an invocation scope', handlerClass: ScopedHandler, limitInMicros: 7 },
  { label: 'validated payload class', handlerClass: PayloadHandler, limitInMicros: 20 },
];
