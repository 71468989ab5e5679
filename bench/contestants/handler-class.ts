import 'reflect-metadata';
import { IsString, Length } from 'class-validator';
import { Lifecycle, scoped, singleton } from 'tsyringe';
import { RedisMessageModel } from 'redis-triggers';
import type { Feature, Handle } from '../side/contestant.js';

/** The handler class that a program with this feature has, with a trigger on its method. */
export function handlerClass(
  feature: Feature | undefined,
  trigger: MethodDecorator,
  handle: Handle,
): new (...args: never[]) => object {
  if (feature === 'scope') return scopedClass(trigger, handle);
  if (feature === 'payload') return payloadClass(trigger, handle);
  @singleton()
  class Handler {
    @trigger
    onMessage(message: RedisMessageModel): unknown {
      return handle(message);
    }
  }
  return Handler;
}

/** What a body is decoded to: see `plainText`. */
export class Text {
  @IsString()
  @Length(1, 200)
  text!: string;
}

@scoped(Lifecycle.ContainerScoped)
class UnitOfWork {
  handled = 0;
}

function scopedClass(trigger: MethodDecorator, handle: Handle): new (work: UnitOfWork) => object {
  @scoped(Lifecycle.ContainerScoped)
  class ScopedHandler {
    constructor(private readonly work: UnitOfWork) {}

    @trigger
    onMessage(message: RedisMessageModel): unknown {
      this.work.handled++;
      return handle(message);
    }
  }
  return ScopedHandler;
}

function payloadClass(trigger: MethodDecorator, handle: Handle): new () => object {
  @singleton()
  class PayloadHandler {
    @trigger
    onMessage(text: Text): unknown {
      return handle(text);
    }
  }
  return PayloadHandler;
}
