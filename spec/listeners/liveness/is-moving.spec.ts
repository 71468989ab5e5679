import { expect } from 'chai';
import { areBytesMoving, isMoving } from '../../../lib/listeners/liveness/is-moving.js';
import type { ConnectingClient } from '../../../lib/redis/commands/clients.js';

describe('whether a client makes progress', () => {
  it('is whether bytes have moved since it was last asked', () => {
    const client = { moves: 3 };
    const moved = areBytesMoving(client);
    expect(moved()).to.equal(false);
    client.moves = 4;
    expect([moved(), moved()]).to.deep.equal([true, false]);
    client.moves = 5;
    expect([moved(), moved()]).to.deep.equal([true, false]);
  });

  it('is whether one of several has made a step towards a connection, or waits for credentials', () => {
    const clients = [
      { steps: 1, awaitsCredentials: false },
      { steps: 1, awaitsCredentials: false },
    ];
    const moved = isMoving(clients as unknown as readonly ConnectingClient[]);
    expect([moved(), moved()]).to.deep.equal([true, false]);
    for (const client of clients) client.steps += 1;
    expect([moved(), moved()]).to.deep.equal([true, false]);
    for (const client of clients.slice(1)) client.awaitsCredentials = true;
    expect([moved(), moved()]).to.deep.equal([true, true]);
  });
});
