import {
  Context,
  InvocationContext,
  Message,
  Payload,
  RedisListTrigger,
  RedisMessageModel,
  UseMiddleware,
  type Middleware,
} from 'redis-triggers';
import { z } from 'zod';

export const lines: string[] = [];
export const say = (line: string): void => void lines.push(line);

export const around =
  (name: string): Middleware =>
  (context, next) => {
    say(`${name} around ${context.functionId}`);
    return next();
  };

export const Order = z.object({ id: z.number(), article: z.string() });
export type Order = z.infer<typeof Order>;

/** What the classes of the other file extend, which may be compiled in the other dialect. */
@UseMiddleware(around('Parent'))
export class Parent {
  @RedisListTrigger({ connection: 'c', key: 'kept', args: [Message(), Context()] })
  kept(message: RedisMessageModel, context: InvocationContext): void {
    say(`Parent.kept ${message.message} for ${context.functionId}`);
  }

  @RedisListTrigger({ connection: 'c', key: 'overridden', args: [Payload(Order)] })
  overridden(_order: Order): void {
    say('never');
  }

  @RedisListTrigger({ connection: 'c', key: 'of parent' })
  redecorated(_message: RedisMessageModel, _context: InvocationContext): void {
    say('never');
  }
}
