import { accountFor } from './account.js';
import type { Gap } from './consumer.js';
import type { Fault } from './fault.js';
import type { Measured } from './fault-result.js';
import { watchConsumer } from './consumer-watch.js';
import { moment } from './moment.js';
import { openStage } from './open-stage.js';
import type { Stage } from './stage.js';
import { deadLetteredIds, isChannel, source, type TriggerUnderTest } from './trigger-under-test.js';
import { patienceInMs, until } from './until.js';
import { realTime } from '../../support/real-time.js';

/** How large a run is. */
export interface Scale {
  readonly messages: number;
  readonly length: 'full' | 'short';
}

const perSecond = 2_500;

/**
 * One fault on one kind of trigger: a quarter of the messages is sent before it, a quarter is tried while it
 * lasts, and the rest comes after it. Then every message is accounted for.
 */
export async function runFault(fault: Fault, trigger: TriggerUnderTest, scale: Scale): Promise<Measured> {
  const opened = await openStage(fault, trigger, fault.lastsInMs[scale.length]);
  const { stage } = opened;
  try {
    await stage.producer.produceUntil(scale.messages / 4, perSecond);
    await until(() => stage.consumers.some(({ handled }) => handled.length >= scale.messages / 20));
    const watch = watchConsumer(stage.consumers[0]);
    await last(fault, stage, scale);
    const during = await watch.end();
    await fault.end?.(stage);
    const endedAt = moment();
    const ready = whenReady(stage, endedAt);
    await produceRest(stage, scale.messages, endedAt);
    await settle(stage);
    const readyAfterMs = await ready;
    return {
      fault,
      trigger,
      lastedInMs: stage.lastsInMs,
      account: await account(stage),
      deaths: stage.deaths,
      ...(await counted(stage)),
      recoveredInMs: recovery(stage, endedAt),
      requestsPerSecond: during.requestsPerSecond,
      health: { ...during, readyAfterMs },
    };
  } finally {
    await opened.close();
  }
}

/** The fault for as long as it lasts, while the producer goes on as well as it can. */
async function last(fault: Fault, stage: Stage, { messages }: Scale): Promise<void> {
  const over = new AbortController();
  const striking = strike(fault, stage, over.signal);
  const share = messages / 4;
  const rate = Math.min(perSecond, share / (stage.lastsInMs / 1_000));
  const producing = stage.producer.produceUntil(2 * share, rate, over.signal);
  await realTime(stage.lastsInMs);
  over.abort();
  await striking;
  // A producer that waits for a frozen server is answered only when the fault is over.
  void producing.catch(() => undefined);
}

async function strike(fault: Fault, stage: Stage, over: AbortSignal): Promise<void> {
  do {
    await fault.strike(stage);
    if (fault.strikesEveryMs === undefined) return;
    await realTime(fault.strikesEveryMs);
  } while (!over.aborted);
}

/** Slowly until the consumer has recovered: there has to be something for it to recover with. */
async function produceRest(stage: Stage, messages: number, endedAt: number): Promise<void> {
  const recovered = new AbortController();
  const looking = until(() => recovery(stage, endedAt) !== undefined, patienceInMs, 20);
  void looking.then(() => recovered.abort());
  // The rest is half of all: it lasts for ten seconds, also where there are few.
  await stage.producer.produceUntil(messages, Math.min(perSecond / 10, messages / 20), recovered.signal);
  await stage.producer.produceUntil(messages, perSecond);
}

/** Resolves with how long after the fault's end every consumer said that it listens. */
async function whenReady({ consumers }: Stage, endedAt: number): Promise<number | undefined> {
  const isReady = async (): Promise<boolean> => {
    const reports = await Promise.all(consumers.map((consumer) => consumer.report()));
    return reports.every((report) => report?.ready);
  };
  const readyInTime = await until(isReady, patienceInMs);
  return readyInTime ? moment() - endedAt : undefined;
}

/** Waits until everything was handled, or is dead-lettered, or is gone for good. */
async function settle(stage: Stage): Promise<void> {
  const { admin, trigger, consumers } = stage;
  const marker = await sendMarker(stage);
  await until(
    async () => {
      if (isChannel(trigger) && !consumers.some(({ handled }) => handled.some(({ id }) => id === marker)))
        return false;
      if ((await trigger.waiting(admin)).length > 0) return false;
      const reports = await Promise.all(consumers.map((consumer) => consumer.report()));
      // What waits for its dead letter to be written is not in flight on a channel, but keeps it from being ready.
      return reports.every((report) => report?.ready && report.inFlight === 0);
    },
    patienceInMs,
    100,
  );
}

/** Published again until somebody is there to hear it. */
async function sendMarker({ producer, admin, trigger }: Stage): Promise<number> {
  if (isChannel(trigger)) {
    await until(async () => ((await admin.pubsub('NUMSUB', source)) as [string, number])[1] > 0, 20_000);
  }
  return producer.sendMarker();
}

async function account(stage: Stage): Promise<Measured['account']> {
  const { producer, consumers, trigger, admin, destroyed } = stage;
  return accountFor({
    sent: producer.confirmed,
    handled: consumers.flatMap(({ handled }) => handled),
    deadLettered: await deadLetteredIds(admin),
    waiting: await trigger.waiting(admin),
    destroyed,
    gaps: gapsOf(stage),
  });
}

async function counted({ consumers }: Stage): Promise<Pick<Measured, 'countedLost' | 'cutOff'>> {
  const reports = await Promise.all(consumers.map((consumer) => consumer.report()));
  const sumOf = (member: 'lost' | 'cutOff'): number =>
    reports.reduce((sum, report) => sum + (report?.[member] ?? 0), 0);
  return { countedLost: sumOf('lost'), cutOff: sumOf('cutOff') };
}

/** Only of channels is a gap an excuse; where one process stands in for the other, only one that was reported. */
function gapsOf({ trigger, consumers }: Stage): Gap[] {
  if (!isChannel(trigger)) return [];
  return consumers.flatMap(({ gaps, absences }) =>
    trigger.kind === 'exclusive' ? gaps : [...gaps, ...absences],
  );
}

function recovery({ trigger, consumers }: Stage, endedAt: number): number | undefined {
  const [first] = consumers;
  const handled =
    trigger.kind === 'exclusive' ? consumers.flatMap((each) => each.handled) : (first?.handled ?? []);
  const next = handled.reduce(
    (earliest, { at }) => (at >= endedAt ? Math.min(earliest, at) : earliest),
    Infinity,
  );
  return Number.isFinite(next) ? next - endedAt : undefined;
}
