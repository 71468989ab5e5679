import type { ClusterFailure } from '../redis/cluster/cluster-connection.js';
import type { ClientRequest, ClusterPurpose } from '../redis/client/client-request.js';
import type { RedisClient } from '../redis/client/redis-client.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { isKeyspaceChannel } from '../functions/keyspace-channel.js';
import type { RunningFunction } from './functions/running-function.js';

/** Lets functions know what is wrong with the connections that they use. */
export class ConnectionErrors {
  /** @param running the functions that are to know, at the moment of the trouble */
  constructor(private readonly running: () => readonly RunningFunction[]) {}

  /**
   * Every error of a connection is known to the functions that use it, while it `isNeeded`. Returns what ends this:
   * what was wrong with a connection that is closed for good is wrong no more.
   */
  watch(client: RedisClient, isNeeded: () => boolean): () => void {
    const { request, connection } = client;
    let isEnded = false;
    const mend = (): void => this.listeningOn(client).forEach(({ observer }) => observer.recovered(client));
    client.onSilence({
      unanswered: (error) => {
        if (isEnded) return;
        this.listeningOn(client).forEach(({ observer }) => observer.failed(error, client));
      },
      answered: mend,
    });
    let hadError = false;
    client.onError((error) => {
      if (isEnded || !isNeeded()) return;
      hadError = true;
      for (const { descriptor, observer } of this.usersOf(connection)) {
        if (listensOn(request, descriptor)) observer.cannotListen(error);
        else if (isUsed(request, descriptor)) observer.failed(error);
      }
    });
    client.onReady(() => {
      if (isEnded || !hadError) return;
      hadError = false;
      // A read may wait on a connection that was well all the time, and its function is not well until it has read.
      for (const { listener } of this.listeningOn(client)) listener.readSoon?.();
    });
    return () => {
      isEnded = true;
      mend();
    };
  }

  /** What concerns one function of a connection, or all of them. */
  failed(connection: string, { error, functionId, prevents }: ClusterFailure): void {
    for (const { descriptor, observer } of this.usersOf(connection)) {
      if (functionId !== undefined && functionId !== descriptor.id) continue;
      if (prevents) observer.cannotListen(error);
      else observer.failed(error);
    }
  }

  /** The functions that cannot listen without this client. */
  private listeningOn({ request, connection }: RedisClient): RunningFunction[] {
    return this.usersOf(connection).filter(({ descriptor }) => listensOn(request, descriptor));
  }

  private usersOf(connection: string): RunningFunction[] {
    return this.running().filter(({ descriptor }) => descriptor.connection === connection);
  }
}

/** Whether a function that listens without this client is the worse for it: it hears late of messages that are delayed. */
function isUsed({ role }: ClientRequest, descriptor: FunctionDescriptor): boolean {
  if (role === 'command') return true;
  return role === 'subscriber' && descriptor.kind !== 'pubsub' && descriptor.delayed;
}

/**
 * Whether a function cannot listen without this client. Of a cluster's nodes, one that is down is not everybody's
 * trouble: whoever needs it finds out by a connection of its own. A subscription stands also without the command
 * client, but for its lease.
 */
function listensOn({ role, functionId, cluster }: ClientRequest, descriptor: FunctionDescriptor): boolean {
  const { kind, id } = descriptor;
  if (cluster) return isForNode[cluster](descriptor, functionId);
  if (kind === 'pubsub') return role === 'subscriber' || (role === 'command' && descriptor.exclusive);
  return role === 'command' || functionId === id;
}

/** Of a cluster's connections to nodes: which function cannot listen without one for this purpose. */
const isForNode: {
  readonly [Purpose in ClusterPurpose]: (descriptor: FunctionDescriptor, functionId?: string) => boolean;
} = {
  topology: () => false,
  node: ({ id }, functionId) => id === functionId,
  channels: (descriptor) =>
    descriptor.kind === 'pubsub' && !descriptor.sharded && !isKeyspaceChannel(descriptor.channel),
  keyspace: (descriptor) => descriptor.kind === 'pubsub' && isKeyspaceChannel(descriptor.channel),
};
