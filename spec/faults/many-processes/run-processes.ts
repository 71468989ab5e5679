import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { RedisServer } from '../../support/redis-server.js';
import { accountFor } from '../matrix/account.js';
import { MessageProducer } from '../matrix/message-producer.js';
import { deadLetteredIds, type TriggerUnderTest } from '../matrix/trigger-under-test.js';
import { until } from '../matrix/until.js';
import { Crew } from './crew.js';
import type { ProcessesResult } from './processes-result.js';

const processes = 4;
const perSecond = 500;

/** Another one each time, unless `PROCESSES_SEED` names it. */
export function chooseSeed(): string {
  return process.env.PROCESSES_SEED ?? randomBytes(4).toString('hex');
}

/**
 * Four processes with one function while messages are sent: they are killed and started at random for so
 * long, then all run until nothing is left to do. Then every message is accounted for.
 */
export async function runProcesses(
  trigger: TriggerUnderTest,
  durationInMs: number,
  seed: string,
): Promise<ProcessesResult> {
  const server = await RedisServer.start();
  const redis = { host: '127.0.0.1', port: server.port };
  const client = new Redis(redis);
  const producer = new MessageProducer(client, trigger);
  const options = { trigger: trigger.name, behaviour: 'burdened', prefetch: 0, redis } as const;
  let crew: Crew | undefined;
  try {
    crew = await Crew.start(processes, options);
    const total = (durationInMs / 1_000) * perSecond;
    await Promise.all([producer.produceUntil(total, perSecond), crew.disturb(seed, durationInMs)]);
    crew.complete();
    await settle(crew, producer, trigger, client);
    const { handled } = crew;
    const account = accountFor({
      sent: producer.confirmed,
      handled,
      deadLettered: await deadLetteredIds(client),
      waiting: await trigger.waiting(client),
      destroyed: new Set(),
      gaps: trigger.kind === 'exclusive' ? crew.reportedGaps : [],
    });
    return { trigger, seed, kills: crew.kills, account };
  } finally {
    await crew?.stop();
    client.disconnect();
    await server.stop();
  }
}

/** Waits until there is nothing left to do; what is left all the same, the account shows. */
async function settle(
  crew: Crew,
  producer: MessageProducer,
  trigger: TriggerUnderTest,
  client: Redis,
): Promise<void> {
  if (trigger.kind === 'exclusive') {
    await until(() => crew.isIdle());
    // That it is handled says that the gap before it was reported; until somebody takes over, nobody hears it.
    const markers = new Set<number>();
    const isHeard = (): boolean => crew.handled.some(({ id }) => markers.has(id));
    const publish = async (): Promise<boolean> =>
      isHeard() || (markers.add(await producer.sendMarker()), false);
    await until(publish, undefined, 500);
  }
  await until(
    async () => (await crew.isIdle()) && (await trigger.waiting(client)).length === 0,
    undefined,
    100,
  );
}
