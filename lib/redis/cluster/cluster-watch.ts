import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { clearInterval, setInterval } from '../../time/real-timers.js';
import { systemClock } from '../../time/system-clock.js';
import { withPatience } from '../../time/with-patience.js';
import { whenStill } from '../../time/when-still.js';
import { untilSettled } from '../../time/until-settled.js';
import { isForbidden } from '../errors/error-kind.js';
import type { ClusterTopology } from './cluster-topology.js';
import { addressText, type NodeAddress } from './node-address.js';
import type { SlotFollowingClient } from './slot-following-client.js';

/** How often the nodes are asked who holds what: a change of roles makes itself known in no other way. */
const refreshEveryInMs = 1_000;

/** A node that says nothing for longer is passed over. */
const patienceInMs = 2_000;

/** How long each node may take to let the connection in. */
const connectWithinInMs = 1_000;

/** Keeps what is known of a cluster up to date. */
export class ClusterWatch {
  private asked = 0;
  private timer?: NodeJS.Timeout | undefined;
  private refreshing?: Promise<void> | undefined;
  private readonly closing = new AbortController();

  constructor(
    private readonly connection: string,
    private readonly topology: ClusterTopology,
    private readonly topologyClient: SlotFollowingClient,
    /** Hears why nothing is known, or nothing new. */
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** How often a node was asked so far. */
  get tries(): number {
    return this.asked;
  }

  /** Begins to ask; does nothing when it already does. */
  start(): void {
    if (this.timer || this.closing.signal.aborted) return;
    this.timer = setInterval(() => void this.refresh(), refreshEveryInMs).unref();
    void this.refresh();
  }

  /** Resolves when some node has answered, or when `signal` is aborted. */
  async whenKnown(signal: AbortSignal): Promise<void> {
    this.start();
    while (!this.topology.isKnown && !signal.aborted && !this.closing.signal.aborted) {
      const tried = this.refresh().then(() => this.pause(signal));
      await untilSettled(tried, signal);
    }
  }

  /** Asks at once. Never rejects. */
  refresh(): Promise<void> {
    this.refreshing ??= this.ask()
      .catch((error: unknown) => {
        if (this.closing.signal.aborted) return;
        this.onFailure(error);
        this.topologyClient.moveOn();
      })
      .finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  close(): void {
    clearInterval(this.timer);
    this.closing.abort();
  }

  private nobodyAnswers(): RedisTriggersError {
    const what = 'no node of the cluster answers';
    return new RedisTriggersError({ code: 'CLUSTER_DOWN', place: this.connection, what });
  }

  /** So answers a node that was taken out of its cluster, and one that has not joined yet. */
  private strayed(address: NodeAddress | undefined): RedisTriggersError {
    const what = `${nameOf(address)} knows of no slots: it is in no cluster`;
    const remedy = 'The other nodes are asked. If none is in a cluster: join them, or name nodes that are.';
    return new RedisTriggersError({ code: 'CLUSTER_DOWN', place: this.connection, what, remedy });
  }

  private async pause(signal: AbortSignal): Promise<void> {
    if (!this.topology.isKnown) await systemClock.sleep(100, signal);
  }

  private async ask(): Promise<void> {
    this.asked += 1;
    const { topology, topologyClient } = this;
    const patienceInMs = connectWithinInMs * (topology.nodes.length + 1);
    await withPatience(patienceInMs, this.closing.signal, (patience) => topologyClient.whenReady(patience));
    if (!topologyClient.isReady) throw this.nobodyAnswers();
    const address = topologyClient.address;
    const asked = Promise.all([
      topologyClient.send(['CLUSTER', 'SLOTS']),
      topologyClient.send(['CLUSTER', 'NODES']).catch((error: unknown) => {
        // Without it, only masters without slots are not known.
        if (isForbidden(error)) return undefined;
        throw error;
      }),
    ]);
    const [slots, nodes] = await inTime(asked, topologyClient);
    if ((slots as readonly unknown[]).length === 0) throw this.strayed(address);
    topology.learn(slots, nodes, address?.host ?? '');
  }
}

function nameOf(address: NodeAddress | undefined): string {
  return address ? `the node ${addressText(address)}` : 'a node';
}

async function inTime<Reply>(
  asked: Promise<Reply>,
  topologyClient: Pick<SlotFollowingClient, 'moves'>,
): Promise<Reply> {
  const end = new AbortController();
  const late = whenStill(() => topologyClient.moves, patienceInMs, end.signal).then((): never => {
    throw new Error(`a node of the cluster took more than ${patienceInMs / 1_000} seconds to answer`);
  });
  // Whichever comes second is heard of by nobody.
  late.catch(() => undefined);
  asked.catch(() => undefined);
  try {
    return await Promise.race([asked, late]);
  } finally {
    end.abort();
  }
}
