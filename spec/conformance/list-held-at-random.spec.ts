import { randomInt } from 'node:crypto';
import { expect } from 'chai';
import type { ListElement } from '../../lib/messages/list-element.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { handlerOf, held, heldCount, popAsAnother, takeBack } from '../support/lists-at-least-once.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, type TestRedis } from '../support/test-redis.js';
import { randomOf } from '../faults/many-processes/random.js';

/** More of them with `HELD_ROUNDS`; one again with `HELD_SEED`. */
const rounds = Number(process.env.HELD_ROUNDS ?? 3);
const steps = 40;

describeOnRedis('A list at least once under deaths, lost leases and deletions at random', (redis) => {
  for (let round = 1; round <= rounds; round++) {
    it(`has every element handled or counted, round ${round}`, async () => {
      const seed = process.env.HELD_SEED ?? `${randomInt(1e9)}`;
      expect(await new Mix(redis, seed).run(), `HELD_SEED=${seed}`).to.deep.equal([]);
    }).timeout(60_000);
  }
});

/** Several runtimes on one list, to which things happen. */
class Mix {
  private readonly random: () => number;
  private readonly runtimes: Runtime[] = [];
  private sent = 0;
  private deaths = 0;
  private lostByStopped = 0;
  private readonly handled = new Set<string>();
  /** What was held by the dead when the key was deleted: no process can know of it. */
  private readonly destroyed = new Set<string>();
  /** Of those from this one on Redis remembers how often they were delivered. */
  private rememberedFrom = 0;
  private readonly wrong: string[] = [];

  constructor(
    private readonly redis: TestRedis,
    seed: string,
  ) {
    this.random = randomOf(seed);
  }

  async run(): Promise<string[]> {
    const { client } = this.redis;
    await this.start();
    await this.start();
    for (let step = 0; step < steps; step++) await this.step();
    const isDone = async (): Promise<boolean> =>
      (await client.llen('orders')) === 0 && (await heldCount(client)) === 0;
    await signalled(['settled', 'readAnswered', 'roundEnded'], isDone, 'nothing to be left', 30_000);
    // What was deleted under those that live is known at their next renewal, or at the stop.
    for (const runtime of [...this.runtimes]) await this.stop(runtime);
    const missing: string[] = [];
    for (let each = 0; each < this.sent; each++) {
      if (!this.handled.has(`${each}`) && !this.destroyed.has(`${each}`)) missing.push(`${each}`);
    }
    if (missing.length > this.lostByStopped) {
      this.wrong.push(
        `${missing.length} are missing, such as ${missing[0]}, and ${this.lostByStopped} counted`,
      );
    }
    return this.wrong;
  }

  private async step(): Promise<void> {
    const { client } = this.redis;
    const chance = this.random();
    if (chance < 0.4) await this.push();
    else if (chance < 0.6) await this.die();
    // As when all of them block their event loops for longer than their leases.
    else if (chance < 0.7) await takeBack(client);
    else if (chance < 0.76) await this.deleteHeld();
    else if (chance < 0.86) await this.replace();
    else await turns(1 + Math.floor(this.random() * 20));
  }

  private async push(): Promise<void> {
    const texts = Array.from({ length: 1 + Math.floor(this.random() * 30) }, () => `${this.sent++}`);
    await this.redis.client.rpush('orders', ...texts);
  }

  /** Another process pops, and is never heard of again. */
  private async die(): Promise<void> {
    const name = `dead${++this.deaths}`;
    await popAsAnother(this.redis.client, 1 + Math.floor(this.random() * 10), { name });
  }

  private async deleteHeld(): Promise<void> {
    const replies = await this.redis.client.multi().hgetall(held).del(held).exec();
    const fields = (replies?.[0]?.[1] ?? {}) as Record<string, string>;
    for (const [id, text] of Object.entries(fields)) {
      if (/^dead\d+\./.test(id)) this.destroyed.add(text);
    }
    // Nothing is remembered any more of what there is already.
    this.rememberedFrom = this.sent;
  }

  private async replace(): Promise<void> {
    const [oldest] = this.runtimes;
    if (oldest) await this.stop(oldest);
    await this.start();
  }

  private async start(): Promise<void> {
    const options = { claimIdleInMs: 300, count: 5, concurrency: 3, prefetch: 7, maxDeliveryCount: 1_000 };
    const counts = new Map<string, number>();
    const handler = handlerOf((element) => this.handle(element, counts), options);
    this.runtimes.push(await this.redis.startRuntime([handler]));
  }

  private async stop(runtime: Runtime): Promise<void> {
    this.runtimes.splice(this.runtimes.indexOf(runtime), 1);
    await runtime.stop();
    this.lostByStopped += runtime.health().functions['Handler.onElement']?.lost ?? 0;
  }

  /** `counts` says how often each was delivered when this process had it last. */
  private async handle({ body, deliveryCount }: ListElement, counts: Map<string, number>): Promise<void> {
    const text = body.toString();
    const before = counts.get(text) ?? 0;
    if (deliveryCount < before && Number(text) >= this.rememberedFrom)
      this.wrong.push(`${text} was delivered ${before} times, then ${deliveryCount}`);
    counts.set(text, deliveryCount);
    await turns(Math.floor(this.random() * 5));
    this.handled.add(text);
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
