import type { Runtime } from 'redis-triggers';

// #region replay
export async function replayMailOutage(runtime: Runtime): Promise<number> {
  const letters = runtime.deadLetters('Mails.send');
  for await (const letter of letters) {
    console.log(letter.failedAt, letter.reason, letter.error.message, letter.message.toModel().message);
  }
  const outage = (await letters.list({ limit: 1_000 })).filter(({ error }) => error.name === 'MailError');
  return letters.replay(outage, { ratePerSecond: 50 });
}
// #endregion replay
