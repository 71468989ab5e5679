import { expect } from 'chai';
import { ClusterTopology } from '../../../lib/redis/cluster/cluster-topology.js';

const node = (port: number, host: string | null = '10.0.0.1'): [Buffer | null, number, Buffer] => [
  host === null ? null : Buffer.from(host),
  port,
  Buffer.from(`id${port}`),
];
const start = { host: 'start', port: 1 };
const at = (port: number, host = '10.0.0.1') => ({ host, port });

describe('ClusterTopology', () => {
  it('begins with the nodes that the connection names, and knows no slot', () => {
    const topology = new ClusterTopology([start]);
    expect(topology.isKnown).to.equal(false);
    expect(topology.nodes).to.deep.equal([start]);
    expect(topology.masterOf(0)).to.equal(undefined);
  });

  it('learns who holds which slot, and which masters hold none', () => {
    const topology = new ClusterTopology([start]);
    const slots = [
      [0, 99, node(1), node(3)],
      [100, 16_383, node(2)],
    ];
    const nodes = [
      'a 10.0.0.1:1@10001,host-1 myself,master - 0 0 1 connected 0-99',
      'b 10.0.0.1:3@10003 slave a 0 0 1 connected',
      'c 10.0.0.1:4@10004 master - 0 0 0 connected',
      'd 10.0.0.1:5@10005 master,fail - 0 0 0 disconnected',
      'e 10.0.0.1:6@10006 master - 0 0 0 connected [7-<-a]',
      '',
    ].join('\n');
    topology.learn(slots, nodes, 'start');
    expect(topology.isKnown).to.equal(true);
    expect([0, 99, 100, 16_383].map((slot) => topology.masterOf(slot)?.port)).to.deep.equal([1, 1, 2, 2]);
    expect(topology.masters.map(({ port }) => port)).to.deep.equal([1, 2, 4, 6]);
    expect(topology.nodes.map(({ port }) => port)).to.deep.equal([1, 2, 4, 6, 3, 1]);
    expect(topology.isMaster(at(3))).to.equal(false);
  });

  it('takes the host that was asked where a node does not know its own', () => {
    const topology = new ClusterTopology([start]);
    topology.learn([[0, 16_383, node(1, null), node(2, '?')]], undefined, 'asked');
    expect(topology.masterOf(5)).to.deep.equal(at(1, 'asked'));
  });

  it('believes a node that was asked for a key more than one that was asked for the whole', () => {
    const topology = new ClusterTopology([start]);
    const whole = [[0, 16_383, node(1), node(2)]];
    topology.learn(whole, undefined, 'start');
    topology.correct({ kind: 'MOVED', slot: 7, address: at(2) });
    topology.learn(whole, undefined, 'start');
    expect([6, 7].map((slot) => topology.masterOf(slot)?.port)).to.deep.equal([1, 2]);
  });

  it('tells of changes, and of nothing else', () => {
    const topology = new ClusterTopology([start]);
    let changes = 0;
    const forget = topology.onChange(() => (changes += 1));
    topology.learn([[0, 16_383, node(1)]], undefined, 'start');
    topology.learn([[0, 16_383, node(1)]], undefined, 'start');
    expect(changes).to.equal(1);
    topology.learn([[0, 16_383, node(2)]], undefined, 'start');
    expect(changes).to.equal(2);
    forget();
    topology.learn([[0, 16_383, node(3)]], undefined, 'start');
    expect(changes).to.equal(2);
  });

  it('reaches nodes where a natMap says', () => {
    const outside = { host: 'outside', port: 7001 };
    const maps = [
      { '10.0.0.1:1': outside },
      (address: string) => (address === '10.0.0.1:1' ? outside : undefined),
    ];
    for (const natMap of maps) {
      const topology = new ClusterTopology([start], natMap);
      topology.learn(
        [
          [0, 99, node(1)],
          [100, 199, node(2)],
        ],
        undefined,
        'start',
      );
      expect(topology.masterOf(0)).to.deep.equal(outside);
      expect(topology.masterOf(100)).to.deep.equal(at(2));
      topology.correct({ kind: 'MOVED', slot: 100, address: at(1) });
      expect(topology.masterOf(100)).to.deep.equal(outside);
    }
  });
});
