import type { Bytes } from '../../resp/bytes.js';
import type { ConsumerGroup } from './consumer-group.js';
import { compareIds, isSameId, smallestId, type StreamId } from './stream-id.js';
import type { StreamEntry } from './stream-entry.js';
import { StreamNode, type NodeLimits } from './stream-node.js';

/** A stream: entries in nodes, and its consumer groups. */
export class Stream {
  readonly type = 'stream';
  readonly groups = new Map<Bytes, ConsumerGroup>();
  lastId = smallestId;
  maxDeletedId = smallestId;
  entriesAdded = 0;
  /** Roughly. */
  byteCount = 0;
  private nodes: StreamNode[] = [];
  private count = 0;

  get length(): number {
    return this.count;
  }

  get nodeCount(): number {
    return this.nodes.length;
  }

  get first(): StreamEntry | undefined {
    return this.nodes[0]?.entries[0];
  }

  get last(): StreamEntry | undefined {
    return this.nodes.at(-1)?.entries.at(-1);
  }

  /** The id of the first entry; 0-0 when there is none. */
  get firstId(): StreamId {
    return this.first?.id ?? smallestId;
  }

  append(entry: StreamEntry, limits: NodeLimits): void {
    const node = this.nodes.at(-1);
    if (node?.hasRoomFor(entry, limits)) node.add(entry);
    else this.nodes.push(new StreamNode(entry));
    this.count++;
    this.entriesAdded++;
    this.lastId = entry.id;
    this.byteCount += sizeOf(entry);
  }

  get(id: StreamId): StreamEntry | undefined {
    const entries = this.nodes[this.nodeOf(id)]?.entries ?? [];
    const entry = entries[positionIn(entries, id)];
    return entry && isSameId(entry.id, id) ? entry : undefined;
  }

  delete(id: StreamId): boolean {
    const entry = this.get(id);
    if (!entry) return false;
    const index = this.nodeOf(id);
    const entries = this.nodes[index]?.entries ?? [];
    entries.splice(positionIn(entries, id), 1);
    if (entries.length === 0) this.nodes.splice(index, 1);
    this.count--;
    this.byteCount -= sizeOf(entry);
    return true;
  }

  /** The entries from `start` to `end`, both included. */
  *range(start: StreamId, end: StreamId): Generator<StreamEntry> {
    for (let index = this.nodeOf(start); index < this.nodes.length; index++) {
      const entries = this.nodes[index]?.entries ?? [];
      for (let position = positionIn(entries, start); position < entries.length; position++) {
        const entry = entries[position];
        if (!entry || compareIds(entry.id, end) > 0) return;
        yield entry;
      }
    }
  }

  /** The entries from `end` back to `start`, both included. */
  *reverseRange(start: StreamId, end: StreamId): Generator<StreamEntry> {
    for (let index = this.nodes.length - 1; index >= 0; index--) {
      for (const entry of [...(this.nodes[index]?.entries ?? [])].reverse()) {
        if (compareIds(entry.id, start) < 0) return;
        if (compareIds(entry.id, end) <= 0) yield entry;
      }
    }
  }

  /** The entries of each node. */
  *packs(): Generator<readonly StreamEntry[]> {
    for (const { entries } of this.nodes) yield entries;
  }

  /** The entries of the first node: what an approximate trim removes at once. */
  firstNode(): readonly StreamEntry[] {
    return this.nodes[0]?.entries ?? [];
  }

  removeFirstNode(): void {
    const [node] = this.nodes.splice(0, 1);
    this.count -= node?.entries.length ?? 0;
    for (const entry of node?.entries ?? []) this.byteCount -= sizeOf(entry);
  }

  copy(): Stream {
    const copy = new Stream();
    for (const node of this.nodes) {
      for (const entry of node.entries) copy.append(entry, { entries: 100, bytes: 4096 });
    }
    copy.lastId = this.lastId;
    copy.maxDeletedId = this.maxDeletedId;
    copy.entriesAdded = this.entriesAdded;
    for (const [name, group] of this.groups) copy.groups.set(name, group.copy());
    return copy;
  }

  /** The first node that may hold this id or a greater one. */
  private nodeOf(id: StreamId): number {
    let low = 0;
    let high = this.nodes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const last = this.nodes[middle]?.entries.at(-1);
      if (last && compareIds(last.id, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Where the id is among the entries of a node, or would be. */
function positionIn(entries: readonly StreamEntry[], id: StreamId): number {
  const position = entries.findIndex((entry) => compareIds(entry.id, id) >= 0);
  return position < 0 ? entries.length : position;
}

function sizeOf({ fields }: StreamEntry): number {
  return fields.reduce((total, text) => total + text.length, 0);
}
