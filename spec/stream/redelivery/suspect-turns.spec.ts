import { expect } from 'chai';
import type { InvocationExecutor } from '../../../lib/listeners/invocation-executor.js';
import { InvocationWindow } from '../../../lib/listeners/window/invocation-window.js';
import { succeeded, type Outcome } from '../../../lib/messages/outcome.js';
import type { Permit } from '../../../lib/messages/permit.js';
import { StreamEntry } from '../../../lib/messages/stream-entry.js';
import { SuspectTurns } from '../../../lib/stream/redelivery/suspect-turns.js';
import { settled } from '../../support/manual-clock.js';

const entry = (id: string): StreamEntry => new StreamEntry('s', id, [], 2);

/** Handlers that end, rest or come back when a spec says so. */
class Handlers implements InvocationExecutor {
  readonly running = new Map<string, { permit: Permit | undefined; end: () => void }>();

  execute(messages: readonly unknown[], permit?: Permit): Promise<readonly Outcome[]> {
    const [{ id }] = messages as [StreamEntry];
    return new Promise((resolve) => {
      const end = (): void => {
        this.running.delete(id);
        resolve([succeeded]);
      };
      this.running.set(id, { permit, end });
    });
  }

  of(id: string) {
    const handler = this.running.get(id);
    if (!handler) throw new Error(`${id} does not run`);
    return handler;
  }
}

describe('SuspectTurns', () => {
  const never = new AbortController().signal;
  const endless = new Promise<void>(() => undefined);
  let handlers: Handlers;
  let turns: SuspectTurns;
  let window: InvocationWindow<StreamEntry>;
  let outcomes: Map<string, string>;

  function prepare(concurrency: number, mayRest = true): void {
    handlers = new Handlers();
    outcomes = new Map();
    turns = new SuspectTurns();
    const executor = turns.isolate(handlers, !mayRest);
    window = new InvocationWindow<StreamEntry>(
      { concurrency, prefetch: 10 },
      {
        execute: (work, permit) => executor.execute([work], permit),
        settle(work, [outcome]) {
          outcomes.set(work.id, String(outcome?.status));
          return undefined;
        },
      },
    );
  }

  /** Begins one as soon as it may; the promise is that of its first rest. */
  async function begin(id: string): Promise<Promise<void>> {
    const added = entry(id);
    await turns.takeTurn();
    return turns.run(added, () => window.add([added]), endless);
  }

  it('begins one when the one before has ended', async () => {
    prepare(3);
    void begin('1-1');
    void begin('1-2');
    await settled();
    expect([...handlers.running.keys()]).to.deep.equal(['1-1']);
    handlers.of('1-1').end();
    await settled();
    expect([...handlers.running.keys()]).to.deep.equal(['1-2']);
  });

  it('begins one while another waits for its retry, which then waits for its turn', async () => {
    prepare(3);
    const rested = begin('1-1');
    void begin('1-2');
    await settled();
    const first = handlers.of('1-1');
    first.permit?.yield();
    await rested;
    await settled();
    expect([...handlers.running.keys()]).to.deep.equal(['1-1', '1-2']);
    let isBack = false;
    void first.permit?.reacquire(never).then(() => (isBack = true));
    await settled();
    expect(isBack).to.equal(false);
    handlers.of('1-2').end();
    await settled();
    expect(isBack).to.equal(true);
    void begin('1-3');
    await settled();
    expect([...handlers.running.keys()]).to.deep.equal(['1-1']);
  });

  it('keeps the turn of one that waits for its retry where the order depends on it', async () => {
    prepare(3, false);
    void begin('1-1');
    void begin('1-2');
    await settled();
    handlers.of('1-1').permit?.yield();
    await settled();
    expect([...handlers.running.keys()]).to.deep.equal(['1-1']);
  });

  it('never waits for one that has no permit yet', async () => {
    prepare(2);
    window.add([entry('ordinary')]);
    const rested = begin('1-1');
    await settled();
    handlers.of('1-1').permit?.yield();
    await rested;
    window.add([entry('another')]);
    void begin('1-2');
    await settled();
    expect([...handlers.running.keys()]).to.deep.equal(['ordinary', '1-1', 'another']);
    let isBack = false;
    void handlers
      .of('1-1')
      .permit?.reacquire(never)
      .then(() => (isBack = true));
    handlers.of('ordinary').end();
    await settled();
    expect(isBack).to.equal(true);
    handlers.of('another').end();
    await settled();
    expect(handlers.running.has('1-2')).to.equal(false);
    handlers.of('1-1').end();
    await settled();
    expect([...handlers.running.keys()]).to.deep.equal(['1-2']);
  });

  it('cancels at a stop what has not had its turn', async () => {
    prepare(2);
    window.add([entry('ordinary'), entry('another')]);
    void begin('1-1');
    void begin('1-2');
    await settled();
    handlers.of('ordinary').end();
    handlers.of('another').end();
    await settled();
    expect([...handlers.running.keys()]).to.deep.equal(['1-1']);
    turns.quiesce();
    await settled();
    expect(outcomes.get('1-2')).to.equal('cancelled');
    expect(await turns.takeTurn()).to.equal(false);
  });
});
