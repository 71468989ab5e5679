import { chosenSeed, expectAllHandled } from './expect-all-handled.js';
import { serverAt, type SlowServer } from './slow-server.js';

/** A server that a spec starts. */
export interface StartedServer {
  readonly port: number;
  stop(): Promise<unknown>;
}

/** A link of 150 kB/s takes 8 s for one of these: longer than Redis may be silent. */
const slow = { bytesEach: 1_200_000, messages: 1, bytesPerSecond: 150_000 };

/** What every server must have pass on a slow link. */
export function describeSlowLink(name: string, start: () => Promise<StartedServer>): void {
  describe(`On a slow link (${name})`, function () {
    this.timeout(150_000);
    let started: StartedServer;
    let server: SlowServer;

    before(async () => {
      started = await start();
      server = serverAt(started.port);
    });
    after(() => started.stop());

    it('what takes longer than five seconds to arrive, or to be written, is not taken for dead', () =>
      expectAllHandled(server, [
        { kind: 'list', ...slow },
        { kind: 'listAtLeastOnce', ...slow },
        { kind: 'stream', ...slow },
        { kind: 'takeOver', ...slow },
        { kind: 'deadLetter', ...slow },
        // The PING of every ten seconds waits behind the rest of a burst.
        { kind: 'pubsub', bytesEach: 100_000, messages: 16, bytesPerSecond: 100_000 },
        { kind: 'exclusive', bytesEach: 100_000, messages: 16, bytesPerSecond: 100_000 },
      ]));

    it(`latency and jitter lose nothing (SEED=${chosenSeed})`, () => {
      const kinds = ['list', 'listAtLeastOnce', 'stream', 'takeOver', 'pubsub', 'deadLetter'] as const;
      const link = { bytesPerSecond: 20_000, latencyInMs: 500, jitterInMs: 200, seed: chosenSeed };
      return expectAllHandled(
        server,
        kinds.map((kind) => ({ kind, messages: 20, bytesEach: 1_000, ...link })),
      );
    });
  });
}
