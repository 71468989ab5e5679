import { defineList, Payload, RedisListTrigger, type Sender } from 'redis-triggers';
import { z } from 'zod';

// #region recipe
export const reminders = defineList('reminders', {
  connection: 'redisLocalhost',
  payload: z.object({ user: z.string(), text: z.string() }),
});

export async function remindInAnHour(sender: Sender, user: string, text: string): Promise<void> {
  await sender.push(reminders, { user, text }, { delayInMs: 60 * 60 * 1000 });
}

export class Reminders {
  @RedisListTrigger(reminders, { delivery: 'atLeastOnce' })
  onReminder(@Payload() { user, text }: { user: string; text: string }): string {
    return `${user}: ${text}`;
  }
}
// #endregion recipe
