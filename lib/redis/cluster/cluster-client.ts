import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { backoffDelay } from '../../time/backoff.js';
import { systemClock } from '../../time/system-clock.js';
import { whileMoving } from '../../time/while-moving.js';
import type { CommandClient } from '../commands/clients.js';
import type { RedisCommand } from '../commands/command-sender.js';
import type { RedisClient } from '../client/redis-client.js';
import { explainClusterError } from '../errors/explain-cluster-error.js';
import type { ClusterTopology } from './cluster-topology.js';
import type { NodeAddress } from './node-address.js';
import type { NodeClients } from './node-clients.js';
import { isTryAgain, readRedirection } from './redirection.js';
import type { SlotFollowingClient } from './slot-following-client.js';
import { slotOfCommand } from '../ioredis/command-slot.js';

/** More refusals than this in a row are a cluster that does not know itself, or a slot that is stuck on its way. */
const mostRefusals = 20;

/** How long no byte may come while a node lets a connection in before the command is refused, and how long it may take. */
const connecting = { stillInMs: 1_000, mostInMs: 8_000 };

/** While a slot is on its way, a command with several keys is tried again after this. */
const tryAgain = { minimumInMs: 20, maximumInMs: 200 };

export interface ClusterClientOptions {
  readonly connection: string;
  readonly topology: ClusterTopology;
  readonly nodes: NodeClients;
  /** Where a command without keys goes: to the node of this client. */
  readonly beside: SlotFollowingClient;
  readonly whenKnown: (signal: AbortSignal) => Promise<void>;
  /** How often a node was asked for what is known. */
  readonly tries: () => number;
  /** Has somebody hear why the cluster is not known. */
  readonly onError: (listener: (error: unknown) => void) => void;
}

/**
 * Sends each command to the master that holds its key, and again where a node says that another one does: such a
 * command has not been run. Nothing else is sent twice.
 */
export class ClusterClient implements CommandClient {
  constructor(private readonly options: ClusterClientOptions) {}

  get isReady(): boolean {
    return this.options.topology.isKnown;
  }

  get steps(): number {
    return this.options.tries();
  }

  get moves(): number {
    return this.options.nodes.moves + this.options.beside.moves;
  }

  get awaitsCredentials(): boolean {
    return this.options.beside.awaitsCredentials;
  }

  whenReady(signal: AbortSignal): Promise<void> {
    return this.options.whenKnown(signal);
  }

  onError(listener: (error: unknown) => void): void {
    this.options.onError(listener);
  }

  send(command: RedisCommand, blocksInMs = 0): Promise<unknown> {
    const slot = slotOfCommand(command);
    return this.routed(slot, (client) => client.send(command, blocksInMs));
  }

  /** All keys must be in one slot. */
  transaction(commands: readonly RedisCommand[]): Promise<unknown[]> {
    const [first] = commands;
    return this.routed(first && slotOfCommand(first), (client) => client.transaction(commands));
  }

  private async routed<Reply>(
    slot: number | undefined,
    send: (client: RedisClient) => Promise<Reply>,
  ): Promise<Reply> {
    let sentTo: NodeAddress | undefined;
    for (let refusals = 1; ; refusals++) {
      const address = sentTo ?? this.addressOf(slot);
      const client = this.options.nodes.at(address);
      if (!client.isReady) {
        const patience = { moves: () => client.moves, ...connecting };
        await whileMoving(patience, new AbortController().signal, (signal) => client.whenReady(signal));
      }
      try {
        if (sentTo) client.send(['ASKING']).catch(() => undefined);
        return await send(client);
      } catch (error) {
        sentTo = await this.whereNext(error, address, refusals);
      }
    }
  }

  /** Where to send a command that was refused and not run; undefined: where its slot is. Throws any other error. */
  private async whereNext(
    error: unknown,
    refusedAt: NodeAddress,
    refusals: number,
  ): Promise<NodeAddress | undefined> {
    const { topology, connection } = this.options;
    const redirection = readRedirection(error, refusedAt.host);
    if (refusals > mostRefusals || !(redirection || isTryAgain(error))) {
      throw explainClusterError(error, connection);
    }
    if (!redirection) await systemClock.sleep(backoffDelay(refusals, tryAgain));
    else if (redirection.kind === 'ASK') return topology.translate(redirection.address);
    else topology.correct(redirection);
    return undefined;
  }

  private addressOf(slot: number | undefined): NodeAddress {
    const { beside, topology, connection } = this.options;
    const address = slot === undefined ? (beside.address ?? topology.masters[0]) : topology.masterOf(slot);
    if (address) return address;
    const what = slot === undefined ? 'no node of the cluster is known yet' : `no master holds slot ${slot}`;
    throw new RedisTriggersError({ code: 'CLUSTER_DOWN', place: connection, what });
  }
}
