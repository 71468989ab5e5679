import { defineList, Payload, RedisListTrigger, Sender } from 'redis-triggers';
import { injectable } from 'tsyringe';
import { z } from 'zod';

export const written: string[] = [];

// #region recipe
const Report = z.object({ day: z.iso.date() });
export const reports = defineList('reports', { connection: 'redisLocalhost', payload: Report });

const dayInMs = 24 * 60 * 60 * 1000;

@injectable()
export class Reports {
  constructor(private readonly sender: Sender) {}

  @RedisListTrigger(reports, {
    delivery: 'atLeastOnce',
    deduplicate: { by: ({ message }) => Report.parse(JSON.parse(message)).day, forInMs: 7 * dayInMs },
  })
  async onReport(@Payload() { day }: z.infer<typeof Report>): Promise<void> {
    const next = new Date(Date.parse(day) + dayInMs);
    await this.sender.push(reports, { day: next.toISOString().slice(0, 10) }, { at: next });
    await writeReport(day);
  }
}
// #endregion recipe

async function writeReport(day: string): Promise<void> {
  await Promise.resolve();
  written.push(day);
}
