import { expect } from 'chai';
import { Redis } from 'ioredis';
import { Connections } from '../../lib/connections/connections.js';
import { systemClock } from '../../lib/time/system-clock.js';
import { rejectionOf } from '../support/rejection-of.js';

describe('Connections', () => {
  it('open nothing any more once they are closed', async () => {
    const made: Redis[] = [];
    const watched: string[] = [];
    const connections = new Connections(systemClock, () => {
      watched.push('begun');
      return () => watched.push('ended');
    });
    const makeClient = (): Redis => {
      const client = new Redis({ lazyConnect: true });
      made.push(client);
      return client;
    };
    connections.close();
    const client = connections.command({ name: 'redis', label: 'redis', makeClient });
    expect(await rejectionOf(client.send(['PING']))).to.include({ code: 'CONNECTION_LOST' });
    expect(made.map(({ status }) => status)).to.deep.equal(['end']);
    expect(watched).to.deep.equal(['begun', 'ended']);
  });
});
