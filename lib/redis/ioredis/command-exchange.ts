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

/** Hears in what ioredis is not as it is known here. */
export interface IoredisObserver {
  /** A slower way is gone. */
  differs(what: string): void;
  /** There is no other way: the connection is given up. */
  isUnusable(what: string): void;
}

export interface CommandExchangeOptions {
  readonly redis: Redis;
  /** On a connection for subscriptions: takes their messages out of what comes. */
  readonly messages?: MessageRelay | undefined;
  /** Whether a node of a cluster may end the subscriptions of this connection. */
  readonly tellsOfMoves: boolean;
  readonly observer: IoredisObserver;
}

/**
 * Sends commands through ioredis and takes their replies, past what ioredis would do by itself where the rehearsal has
 * shown that this can be done: the commands of one turn of the event loop are one write, and it decodes no arrays.
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
   * To be called as soon as the connection is ready, before anything is sent on it. Returns whether it can be used; where
   * it cannot, it is ended here.
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

  /** Sends a command; to be called on a connection that is ready. What it resolves to is for `replyOf`. */
  send(command: RedisCommand): Promise<unknown> {
    if (!this.writesTogether) return this.sendByItself(command);
    return this.options.redis.sendCommand(new FlatCommand(command), this.batcher) as Promise<unknown>;
  }

  /** The reply behind what ioredis gave. */
  replyOf(answer: unknown, isLeftRaw: boolean): unknown {
    return this.placeholders.replyOf(answer, isLeftRaw);
  }

  /** How often something was written. */
  get writes(): number {
    return this.batcher.count + this.plainWrites;
  }

  /** How many bytes all commands so far had, about: of text, its characters are counted. */
  get bytes(): number {
    return this.batcher.bytes;
  }

  /** How many commands were sent and not written yet. */
  get heldBack(): number {
    return this.batcher.size;
  }

  /** Whether a reply has begun to come and has not come to its end; where that cannot be seen, it may have. */
  get isMidReply(): boolean {
    return this.interceptor?.isMidReply ?? true;
  }

  /** Writes what is held back. */
  writeNow(): void {
    this.batcher.writeNow();
  }

  /** As ioredis documents it. */
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

const asksSentinelsOtherwise = 'it connects to Sentinels in another way';
const readsNoOptions = 'it does not go by options that are set on a client';
