import type { GaugeSource, Reading } from './metric-sink.js';

/** The gauges of all runtimes of a process that go to the same place: there, each value exists once. */
export class GaugeSources {
  private readonly sources = new Set<GaugeSource>();
  private underWay?: Promise<readonly Reading[]> | undefined;

  /** Adds a source; the returned function takes it away. */
  add(source: GaugeSource): () => void {
    this.sources.add(source);
    return () => void this.sources.delete(source);
  }

  /** Reads all sources, once for all who ask meanwhile. Never rejects. */
  read(): Promise<readonly Reading[]> {
    this.underWay ??= Promise.all([...this.sources].map((source) => source()))
      .then((readings) => together(readings.flat()))
      .finally(() => (this.underWay = undefined));
    return this.underWay;
  }
}

function together(readings: readonly Reading[]): readonly Reading[] {
  const merged = new Map<string, Reading>();
  for (const reading of readings) {
    const { metric, value, attributes } = reading;
    const id = JSON.stringify([metric.name, attributes]);
    const known = merged.get(id)?.value;
    const joined =
      known === undefined ? value : metric.together === 'sum' ? known + value : Math.max(known, value);
    merged.set(id, { ...reading, value: joined });
  }
  return [...merged.values()];
}
