import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import type { BlockingClient } from '../../../lib/redis/commands/clients.js';
import { SlotsClient } from '../../../lib/redis/cluster/slots-client.js';
import { whenAborted } from '../../../lib/time/when-aborted.js';

describe('SlotsClient', () => {
  const waiting = (whenReady: BlockingClient['whenReady']): BlockingClient =>
    ({ isReady: false, whenReady }) as BlockingClient;
  const never = waiting((signal) => whenAborted(signal));

  it('is ready as soon as one of its clients is, and then waits for the others no longer', async () => {
    let seen: AbortSignal | undefined;
    const slow = waiting((signal) => whenAborted((seen = signal)));
    const { signal } = new AbortController();
    await new SlotsClient([slow, waiting(() => Promise.resolve())], never).whenReady(signal);
    expect(seen?.aborted).to.equal(true);
    expect(getEventListeners(signal, 'abort')).to.deep.equal([]);
  });

  it('waits no longer than its signal, also where that was aborted before', async () => {
    const client = new SlotsClient([never, never], never);
    const ending = new AbortController();
    const waited = client.whenReady(ending.signal);
    ending.abort();
    await waited;
    await client.whenReady(ending.signal);
  });

  it('leaves nothing behind where a client fails', async () => {
    let seen: AbortSignal | undefined;
    const slow = waiting((signal) => whenAborted((seen = signal)));
    const failing = waiting(() => Promise.reject(new Error('closed')));
    const { signal } = new AbortController();
    const thrown: unknown = await new SlotsClient([slow, failing], never)
      .whenReady(signal)
      .catch((error: unknown) => error);
    expect(thrown).to.have.property('message', 'closed');
    expect(seen?.aborted).to.equal(true);
    expect(getEventListeners(signal, 'abort')).to.deep.equal([]);
  });
});
