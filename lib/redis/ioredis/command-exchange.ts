import type { Redis } from 'ioredis';
import type { RedisCommand } from '../commands/command-sender.js';
import { commandSize } from '../commands/command-size.js';
import { lowerCased } from '../commands/lower-cased.js';
import { streamOf } from './connection-stream.js';
import { areFastPathsOn } from './fast-paths.js';
import { FlatCommand } from './flat-command.js';
import { areSentinelsHeard } from './listening-sentinel-connector.js';
import { hasChangedOptions } from './live-options.js';
import type { MessageRelay } from './message-relay.js';
import { rehearse, type Rehearsal } from './rehearsal.js';
import { interceptReplies } from './replies/intercept-replies.js';
import type { ReplyInterceptor } from './replies/reply-interceptor.js';
import { ReplyPlaceholders } from './replies/reply-placeholders.js';
import { WriteBatcher } from './write-batcher.js';

/**
 * Sends commands through ioredis and receives their replies. Where the rehearsal allows it, the commands of one turn of
 * the event loop become one write, and arrays are not decoded by ioredis.
 */
export class CommandExchange {
  private readonly batcher: WriteBatcher;
  private readonly placeholders = new ReplyPlaceholders();
  private interceptor?: ReplyInterceptor | undefined;
  private writesTogether = false;
  private feeds = true;
  private plainWrites = 0;

  constructor(private readonly options: CommandExchangeOptions) {
    this.batcher = new WriteBatcher({ redis: options.redis });
  }

  /**
   * Must be called as soon as the connection is ready, before anything is sent on it. Returns whether the connection
   * can be used; otherwise it has been ended.
   */
  begin(): boolean {
    this.interceptor = undefined;
    this.writesTogether = false;
    const { redis, observer, tellsOfMoves } = this.options;
    if (!areSentinelsHeard(redis)) observer.differs(asksSentinelsOtherwise);
    if (!areFastPathsOn()) return true;
    const found = rehearse(redis, { tellsOfMoves, feeds: this.feeds });
    for (const what of found.differences) observer.differs(what);
    if (hasChangedOptions(redis) && !found.readsOptions) {
      observer.isUnusable(readsNoOptions);
      return false;
    }
    this.writesTogether = found.writesTogether;
    this.feeds = !found.isSpoilt;
    if (found.isSpoilt) redis.disconnect(true);
    else this.interceptor = this.intercept(found);
    return !found.isSpoilt;
  }

  /** Sends a command; the connection must be ready. Pass what this resolves to on to `replyOf`. */
  send(command: RedisCommand): Promise<unknown> {
    if (!this.writesTogether) return this.sendByItself(command);
    return this.options.redis.sendCommand(new FlatCommand(command), this.batcher) as Promise<unknown>;
  }

  /** The reply that an answer of ioredis stands for. */
  replyOf(answer: unknown, isLeftRaw: boolean): unknown {
    return this.placeholders.replyOf(answer, isLeftRaw);
  }

  /** How often something was written. */
  get writes(): number {
    return this.batcher.count + this.plainWrites;
  }

  /** About how many bytes all commands had so far; of a text, the characters are counted. */
  get bytes(): number {
    return this.batcher.bytes;
  }

  /** How many commands were sent and not written yet. */
  get heldBack(): number {
    return this.batcher.size;
  }

  /** Whether only the beginning of a reply has arrived; true where that cannot be seen. */
  get isMidReply(): boolean {
    return this.interceptor?.isMidReply ?? true;
  }

  /** Writes what is held back. */
  writeNow(): void {
    this.batcher.writeNow();
  }

  /** The way that ioredis documents. */
  private sendByItself(command: RedisCommand): Promise<unknown> {
    const [name, ...args] = command;
    this.batcher.makeWay(commandSize([command]));
    this.plainWrites += 1;
    return this.options.redis.callBuffer(lowerCased(name), args);
  }

  private intercept({ decode, handsPlaceholdersOn }: Rehearsal): ReplyInterceptor | undefined {
    const { messages, redis } = this.options;
    const pick = messages?.pick ?? (handsPlaceholdersOn ? this.placeholders.pick : undefined);
    const stream = streamOf(redis);
    return stream && decode && pick ? interceptReplies(stream, decode, pick) : undefined;
  }
}

/** Hears how ioredis differs from what this library knows. */
export interface IoredisObserver {
  /** A slower way is used instead. */
  differs(what: string): void;
  /** There is no other way, so the connection is given up. */
  isUnusable(what: string): void;
}

export interface CommandExchangeOptions {
  readonly redis: Redis;
  /** On a connection for subscriptions: takes the messages out of the incoming bytes. */
  readonly messages?: MessageRelay | undefined;
  /** Whether a node of a cluster may end the subscriptions of this connection. */
  readonly tellsOfMoves: boolean;
  readonly observer: IoredisObserver;
}

const asksSentinelsOtherwise = 'it connects to Sentinels in another way';

const readsNoOptions = 'it does not go by options that are set on a client';
