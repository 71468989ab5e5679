import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { defineChannel, defineList, Payload, RedisListTrigger, Sender } from 'redis-triggers';
import { injectable } from 'tsyringe';
import { z } from 'zod';

// #region recipe
const Question = z.object({ text: z.string(), replyTo: z.string() });
const questions = defineList('questions', { connection: 'redisLocalhost', payload: Question });
const answers = defineChannel('answer:*', { connection: 'redisLocalhost' });

@injectable()
export class Answers {
  constructor(private readonly sender: Sender) {}

  @RedisListTrigger(questions)
  async onQuestion(@Payload() { text, replyTo }: z.infer<typeof Question>): Promise<void> {
    await this.sender.publish(answers, text.toUpperCase(), { channel: replyTo });
  }
}

/** Asks, and waits for the answer. Whoever asks must bear that none comes: the reply is published once. */
export async function ask(redis: Redis, sender: Sender, text: string, timeoutInMs: number): Promise<string> {
  const subscriber = redis.duplicate();
  const replyTo = `answer:${randomUUID()}`;
  try {
    await subscriber.subscribe(replyTo); // before the question is sent
    const answer = once(subscriber, 'message', { signal: AbortSignal.timeout(timeoutInMs) });
    await Promise.all([answer, sender.push(questions, { text, replyTo })]);
    return String((await answer)[1]);
  } finally {
    subscriber.disconnect();
  }
}
// #endregion recipe
