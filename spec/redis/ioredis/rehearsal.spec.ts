import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { rehearse } from '../../../lib/redis/ioredis/rehearsal.js';
import { describeOnRedis } from '../../support/test-redis.js';

const whole = { feeds: true, tellsOfMoves: true };

describeOnRedis('a rehearsal', (redis) => {
  /** How many PINGs Redis has got. */
  async function pings(): Promise<number> {
    if (!redis.server) return 0;
    const [, calls = '0'] = /^cmdstat_ping:calls=(\d+)/m.exec(await redis.client.info('commandstats')) ?? [];
    return Number(calls);
  }

  async function ready(): Promise<Redis> {
    await redis.client.ping();
    return redis.client;
  }

  it('finds everything as it is known, and sends nothing', async () => {
    const client = await ready();
    const before = await pings();
    const found = rehearse(client, whole);
    expect(found).to.deep.include({
      differences: [],
      writesTogether: true,
      handsPlaceholdersOn: true,
      readsOptions: true,
      isSpoilt: false,
    });
    expect(found.decode).to.be.a('function');
    expect(await client.echo('next')).to.equal('next');
    expect(await pings()).to.equal(before);
  });

  it('leaves the client as it was', async () => {
    const client = await ready();
    const members = Object.keys(client);
    const options = Object.getOwnPropertyDescriptors(client.options);
    const heard: unknown[] = [];
    client.on('moved', () => heard.push('moved'));
    client.on('error', (error) => heard.push(error));
    rehearse(client, whole);
    expect(Object.keys(client)).to.deep.equal(members);
    expect(Object.getOwnPropertyDescriptors(client.options)).to.deep.equal(options);
    expect(heard).to.deep.equal([]);
    expect(client.commandQueue).to.have.length(0);
  });

  it('tries no decoder while a command of somebody else is under way, and mixes no replies up', async () => {
    const client = await ready();
    const one = client.echo('one');
    const found = rehearse(client, whole);
    const two = client.echo('two');
    expect(found).to.deep.include({ differences: [], writesTogether: true, decode: undefined });
    expect(await Promise.all([one, two])).to.deep.equal(['one', 'two']);
  });
});
