import type { EmbeddedRedis } from '../connections/embedded-connection.js';

/** The embedded Redis of a registration: its runtime opens and closes it, and its sender uses the same. */
export class EmbeddedOfApplication {
  private opening?: Promise<EmbeddedRedis>;

  /** For the runtime. */
  open(): Promise<EmbeddedRedis> {
    return (this.opening ??= makeRedis());
  }

  /** For the sender, which must not close it. */
  async share(): Promise<EmbeddedRedis> {
    const redis = await this.open();
    return {
      connectionOptions: () => redis.connectionOptions(),
      listen: (port) => Promise.resolve({ port }),
      onWarning: () => undefined,
      close: () => Promise.resolve(),
    };
  }
}

async function makeRedis(): Promise<EmbeddedRedis> {
  // Only where a connection is embedded: production has no use for it.
  const { FakeRedis } = await import('../testing/fake/fake-redis.js');
  return new FakeRedis();
}
