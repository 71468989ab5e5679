import type { Redis } from 'ioredis';
import type { RedisSentinels } from '../../support/redis-sentinels.js';
import type { RedisServer } from '../../support/redis-server.js';
import type { TcpProxy } from '../../support/tcp-proxy.js';
import { ConsumerProcess } from './consumer-process.js';
import type { Consumer } from './consumer.js';
import type { MessageProducer } from './message-producer.js';
import { idsIn, type TriggerUnderTest } from './trigger-under-test.js';

/** What a fault can lay its hands on. */
export class Stage {
  /** The ids of what was in Redis when a fault destroyed it. */
  readonly destroyed = new Set<number>();

  constructor(
    readonly trigger: TriggerUnderTest,
    readonly server: RedisServer,
    readonly admin: Redis,
    readonly producer: MessageProducer,
    readonly consumers: readonly Consumer[],
    readonly lastsInMs: number,
    private readonly between: {
      readonly sentinels: RedisSentinels | undefined;
      readonly proxy: TcpProxy | undefined;
    },
  ) {}

  /** Only where the fault asks for them. */
  get sentinels(): RedisSentinels | undefined {
    return this.between.sentinels;
  }

  /** The link between the consumers and the server, where the fault asks for one. */
  get proxy(): TcpProxy {
    if (!this.between.proxy) throw new Error('the consumers are connected to the server itself');
    return this.between.proxy;
  }

  /** The first consumer, where it is a process. */
  get process(): ConsumerProcess {
    const [first] = this.consumers;
    if (!(first instanceof ConsumerProcess)) throw new Error('the consumer is not a process of its own');
    return first;
  }

  /** How often processes of consumers ended, with what they held. */
  get deaths(): number {
    return this.consumers.reduce((sum, each) => sum + (each instanceof ConsumerProcess ? each.deaths : 0), 0);
  }

  /** The connections of the consumers, as CLIENT KILL takes them. */
  async consumerClientIds(): Promise<string[]> {
    const list = String(await this.admin.call('CLIENT', 'LIST'));
    return [...list.matchAll(/^id=(\d+) .* name=redis-triggers:/gm)].map(([, id = '']) => id);
  }

  /** Runs commands that destroy what is in the source, held beside it, or all, and notes it, in one transaction. */
  async destroy(
    what: 'source' | 'held' | 'everything',
    ...commands: (readonly [string, ...(string | number)[]])[]
  ): Promise<void> {
    const { readSource, readHeld, readAll } = this.trigger;
    const read = { source: readSource, held: readHeld, everything: readAll }[what];
    const multi = this.admin.multi();
    if (read) multi.call(...read);
    for (const [name, ...args] of commands) multi.call(name, ...args);
    const replies = await multi.exec();
    if (read) for (const id of idsIn(replies?.[0]?.[1])) this.destroyed.add(id);
  }
}
