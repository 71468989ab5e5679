import { expect } from 'chai';
import type { ServerAddress } from '../../lib/connections/server-address.js';
import { scalerType, serverMetadata } from '../../lib/scaling/keda/server-metadata.js';

const cluster: ServerAddress = {
  topology: 'cluster',
  endpoints: [
    { host: 'node-1', port: 6379 },
    { host: 'node-2', port: 6379 },
  ],
  tls: true,
  tlsTerms: [],
  sentinelTls: false,
  database: 0,
  hasUsername: false,
  hasPassword: true,
  hasSentinelUsername: false,
  hasSentinelPassword: false,
};

describe('serverMetadata', () => {
  it('lists the nodes of a cluster, and names no database', () => {
    expect(scalerType(cluster, 'list')).to.equal('redis-cluster');
    expect(scalerType(cluster, 'stream')).to.equal('redis-cluster-streams');
    const expected = { addresses: 'node-1:6379,node-2:6379', enableTLS: 'true' };
    expect(serverMetadata(cluster, false)).to.deep.equal(expected);
  });

  it('leaves TLS to the Secret where that says it', () => {
    expect(serverMetadata(cluster, true)).to.not.have.property('enableTLS');
  });
});
