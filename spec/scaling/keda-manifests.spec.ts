import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import type { Class } from '../../lib/metadata/class.js';
import type { KedaManifestOptions } from '../../lib/scaling/keda/keda-manifest-options.js';
import { kedaManifests } from '../../lib/scaling/keda/keda-manifests.js';
import type { ScaledObject } from '../../lib/scaling/keda/keda-resources.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { rejectionOf } from '../support/rejection-of.js';
import { expectAccepted } from './keda-judge.js';

const connection = 'redis';

class Lists {
  constructor() {
    throw new Error('manifests are made without handlers');
  }

  @RedisListTrigger({ connection, key: 'orders' })
  onOrder(): void {
    // Only its decorator matters.
  }
}

class Streams {
  @RedisStreamTrigger({ connection, key: 'entries', messagesPerWorker: 20, consumerGroup: 'shop' })
  onEntry(): void {
    // Only its decorator matters.
  }
}

class Reliable {
  @RedisListTrigger({ connection, key: 'parcels', delivery: 'atLeastOnce' })
  onParcel(): void {
    // Only its decorator matters.
  }
}

class Delayed {
  @RedisListTrigger({ connection, key: 'reminders', delayed: true })
  onReminder(): void {
    // Only its decorator matters.
  }

  @RedisStreamTrigger({ connection, key: 'invoices', delayed: true })
  onInvoice(): void {
    // Only its decorator matters.
  }
}

class SeveralKeys {
  @RedisListTrigger({ connection, key: 'one two', messagesPerWorker: 5 })
  onElement(): void {
    // Only its decorator matters.
  }
}

class Published {
  @RedisPubSubTrigger({ connection, channel: 'channel' })
  onMessage(): void {
    // Has no trigger.
  }
}

const server = 'redis.shop:6379';

function manifestsOf(handlers: KedaManifestOptions['handlers'], options: Partial<KedaManifestOptions> = {}) {
  return kedaManifests({ handlers, deployment: 'shop', connections: { redis: server }, ...options });
}

/** Makes manifests, has them judged, and gives the ScaledObject. */
async function scaledObjectOf(
  handlers: KedaManifestOptions['handlers'],
  options: Partial<KedaManifestOptions> = {},
): Promise<ScaledObject> {
  const { yaml, resources } = await manifestsOf(handlers, options);
  expectAccepted(resources);
  expect(parseAllDocuments(yaml).map((document) => document.toJS() as unknown)).to.deep.equal(resources);
  const last = resources.at(-1);
  if (last?.kind !== 'ScaledObject') throw new Error('there is no ScaledObject');
  return last;
}

describe('kedaManifests', () => {
  it('scales a list function by the length of its list', async () => {
    expect(await scaledObjectOf([Lists], { namespace: 'eu' })).to.deep.equal({
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name: 'shop', namespace: 'eu' },
      spec: {
        scaleTargetRef: { name: 'shop' },
        minReplicaCount: 0,
        maxReplicaCount: 10,
        pollingInterval: 30,
        cooldownPeriod: 300,
        fallback: { failureThreshold: 3, replicas: 1, behavior: 'currentReplicasIfHigher' },
        triggers: [
          {
            type: 'redis',
            name: 'Lists_onOrder_elements',
            metadata: {
              address: server,
              listName: 'orders',
              listLength: '100',
              activationListLength: '0',
            },
          },
        ],
      },
    });
  });

  it('scales a stream function by lag and pending entries, and by the length where the lag is not known', async () => {
    const { spec } = await scaledObjectOf([Streams]);
    const common = { address: server, stream: 'entries' };
    const consumerGroup = 'shop';
    expect(spec.triggers).to.deep.equal([
      {
        type: 'redis-streams',
        name: 'Streams_onEntry_lag',
        metadata: { ...common, consumerGroup, lagCount: '20', activationLagCount: '0' },
      },
      {
        type: 'redis-streams',
        name: 'Streams_onEntry_pending',
        metadata: { ...common, consumerGroup, pendingEntriesCount: '20' },
      },
      {
        type: 'redis-streams',
        name: 'Streams_onEntry_entries',
        metadata: { ...common, streamLength: '20' },
      },
    ]);
    expect(spec.advanced?.scalingModifiers).to.deep.equal({
      formula:
        '((Streams_onEntry_lag < 0 ? Streams_onEntry_entries : Streams_onEntry_lag) + Streams_onEntry_pending) / 20',
      target: '1',
      activationTarget: '0',
      metricType: 'AverageValue',
    });
  });

  it('adds up the functions of a deployment in one ScaledObject', async () => {
    const { spec } = await scaledObjectOf([Lists, SeveralKeys]);
    expect(spec.advanced?.scalingModifiers.formula).to.equal(
      'Lists_onOrder_elements / 100 + (SeveralKeys_onElement_elements_1 + SeveralKeys_onElement_elements_2) / 5',
    );
  });

  it('takes the limits and times that it is given', async () => {
    const times = { pollingIntervalInSeconds: 5, cooldownPeriodInSeconds: 60 };
    const { metadata, spec } = await scaledObjectOf([Lists], {
      ...times,
      name: 'shop-scaler',
      minReplicas: 2,
      maxReplicas: 4,
    });
    expect(metadata.name).to.equal('shop-scaler');
    expect(spec).to.include({
      minReplicaCount: 2,
      maxReplicaCount: 4,
      pollingInterval: 5,
      cooldownPeriod: 60,
    });
    expect(spec.fallback.replicas).to.equal(2);
  });

  it('says where the server is in the words of KEDA', async () => {
    const metadataWith = async (text: string) => {
      const authentication = { redis: { secret: 'redis' } };
      const { spec } = await scaledObjectOf([Lists], { connections: { redis: text }, authentication });
      const [{ type, metadata } = { type: '', metadata: {} }] = spec.triggers;
      return { type, ...metadata };
    };
    expect(await metadataWith('redis://[fd00::1]:7000/3')).to.include({
      address: '[fd00::1]:7000',
      databaseIndex: '3',
    });
    expect(await metadataWith('shop.redis.cache.windows.net:6380,password=s,ssl=True')).to.include({
      address: 'shop.redis.cache.windows.net:6380',
      enableTLS: 'true',
    });
    expect(await metadataWith('s1:26379,s2:26379,serviceName=mymaster')).to.include({
      type: 'redis-sentinel',
      addresses: 's1:26379,s2:26379',
      sentinelMaster: 'mymaster',
    });
  });

  it('names the scalers and the nodes of a cluster, which has one database', async () => {
    const nodes = { host: 'n1', port: 7000 };
    const cluster: [string, KedaManifestOptions['connections']][] = [
      ['n1:7000,n2:7000', { redis: 'rediss-cluster://:deep-secret@n1:7000,n2:7000' }],
      ['n1:7000', { redis: { cluster: [nodes], tls: {}, password: 'deep-secret' } }],
    ];
    for (const [addresses, connections] of cluster) {
      const authentication = { redis: { secret: 'redis' } };
      const { spec } = await scaledObjectOf([Lists, Streams], { connections, authentication });
      expect(spec.triggers.map(({ type }) => type)).to.deep.equal([
        'redis-cluster',
        ...Array<string>(3).fill('redis-cluster-streams'),
      ]);
      for (const { metadata, authenticationRef } of spec.triggers) {
        expect(metadata).to.include({ addresses, enableTLS: 'true' });
        expect(metadata).to.not.have.any.keys('address', 'databaseIndex', 'sentinelMaster');
        expect(authenticationRef).to.deep.equal({ name: 'shop-redis' });
      }
    }
  });

  it('takes ioredis options as it takes a connection string', async () => {
    const sentinels = [{ host: 's1', port: 26379 }];
    const connections = { redis: { sentinels, name: 'mymaster', password: 'deep-secret' } };
    const authentication = { redis: { triggerAuthentication: 'redis' } };
    const { spec } = await scaledObjectOf([Streams], { connections, authentication });
    expect(spec.triggers[0]).to.deep.include({
      type: 'redis-sentinel-streams',
      authenticationRef: { name: 'redis' },
    });
  });

  it('names the Secret of a password, and never the password', async () => {
    const connections = { redis: 'rediss://eve:deep%2Fsecret@redis.shop:6379' };
    const authentication = { redis: { secret: 'redis', passwordKey: 'pw', caKey: 'ca.crt', tlsKey: 'tls' } };
    const { yaml, resources, notes } = await manifestsOf([Lists, Streams], { connections, authentication });
    expectAccepted(resources);
    expect(JSON.stringify({ yaml, resources, notes })).to.not.match(/deep|eve|rediss/);
    expect(resources[0]).to.deep.equal({
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'TriggerAuthentication',
      metadata: { name: 'shop-redis' },
      spec: {
        secretTargetRef: [
          { parameter: 'username', name: 'redis', key: 'username' },
          { parameter: 'password', name: 'redis', key: 'pw' },
          { parameter: 'tls', name: 'redis', key: 'tls' },
          { parameter: 'ca', name: 'redis', key: 'ca.crt' },
        ],
      },
    });
    const triggers = (resources[1] as ScaledObject).spec.triggers;
    expect(triggers.every(({ authenticationRef }) => authenticationRef?.name === 'shop-redis')).to.equal(
      true,
    );
    expect(triggers.some(({ metadata }) => 'enableTLS' in metadata)).to.equal(false);
  });

  it('refuses a password for which no Secret is named, without showing it', async () => {
    const connections = { redis: 'redis://:deep-secret@redis.shop:6379' };
    const error = await rejectionOf(manifestsOf([Lists], { connections }));
    expect(error.code).to.equal('SCALING_OPTION_INVALID');
    expect(error.message).to.contain('"redis"').and.contain('secret:').and.not.contain('deep-secret');
  });

  /** The Secret's keys that KEDA is told, by its own names for them. */
  async function secretKeys(connections: KedaManifestOptions['connections'], keys: object = {}) {
    const authentication = { redis: { secret: 'redis', ...keys } };
    const { resources } = await manifestsOf([Lists], { connections, authentication });
    expectAccepted(resources);
    const [first] = resources;
    if (first?.kind !== 'TriggerAuthentication') throw new Error('there is no TriggerAuthentication');
    return Object.fromEntries(first.spec.secretTargetRef.map(({ parameter, key }) => [parameter, key]));
  }

  it('takes the password from the Secret also where the address is given without one', async () => {
    expect(await secretKeys({ redis: server })).to.deep.equal({ password: 'password' });
    expect(await secretKeys({ redis: server }, { passwordKey: 'pw' })).to.deep.equal({ password: 'pw' });
    const cluster = { redis: `rediss-cluster://n1.shop:7000,n2.shop:7000` };
    expect(await secretKeys(cluster)).to.deep.equal({ password: 'password' });
  });

  it('takes each key of the Secret that is named, whatever the connection tells', async () => {
    const keys = { usernameKey: 'u', sentinelUsernameKey: 'su', sentinelPasswordKey: 'sp' };
    expect(await secretKeys({ redis: 's1:26379,serviceName=mymaster' }, keys)).to.deep.equal({
      username: 'u',
      password: 'password',
      sentinelUsername: 'su',
      sentinelPassword: 'sp',
    });
  });

  describe('where user and password come from a function', () => {
    const credentials = () => Promise.reject(new Error('manifests ask for no credentials'));
    const rotating: [string, KedaManifestOptions['connections']][] = [
      ['one server', { redis: { host: 'redis.shop', port: 6379, credentials } }],
      ['a cluster', { redis: { cluster: [{ host: 'redis.shop', port: 6379 }], credentials } }],
    ];
    for (const [title, connections] of rotating) {
      it(`refuses KEDA's own scalers, which cannot follow, for ${title}`, async () => {
        for (const authentication of [undefined, { redis: { secret: 'redis' } }]) {
          const given = { connections, ...(authentication && { authentication }) };
          const error = await rejectionOf(manifestsOf([Lists], given));
          expect(error).to.include({ code: 'CONNECTION_UNSUPPORTED', place: 'Lists.onOrder' });
          expect(error.message).to.contain('`credentials`').and.contain('Give `externalScaler`');
        }
      });

      it(`asks the external scaler, or the metrics API, for ${title}`, async () => {
        const externalScaler = { address: 'scaler.shop:6000' };
        const { spec } = await scaledObjectOf([Lists, Streams], { connections, externalScaler });
        expect(spec.triggers.map(({ type }) => type)).to.deep.equal(['external', 'external']);
        const metricsApi = { url: 'http://scaler.shop:8080/scale' };
        const other = await scaledObjectOf([Lists], { connections, metricsApi });
        expect(other.spec.triggers.map(({ type }) => type)).to.deep.equal(['metrics-api']);
      });

      it(`takes a TriggerAuthentication for a user of KEDA's own, for ${title}`, async () => {
        const authentication = { redis: { triggerAuthentication: 'keda' } };
        const { spec } = await scaledObjectOf([Lists], { connections, authentication });
        expect(spec.triggers[0]).to.deep.include({ authenticationRef: { name: 'keda' } });
      });
    }
  });

  it('shows no password of a connection string that is given as a name', async () => {
    class Literal {
      @RedisListTrigger({ connection: 'redis://:deep-secret@redis.shop:6379', key: 'orders' })
      onOrder(): void {
        // Only its decorator matters.
      }
    }
    const authentication = { 'redis://:deep-secret@redis.shop:6379': { secret: 'redis' } };
    const error = await rejectionOf(manifestsOf([Literal], { authentication }));
    expect(error.message).to.contain('which no function has').and.not.contain('deep-secret');
  });

  it('asks the external scaler about what KEDA does not see', async () => {
    const externalScaler = { address: 'scale-monitor.shop:6000', tls: true, triggerAuthentication: 'scaler' };
    const handlers = [Lists, SeveralKeys, Streams, Reliable, Delayed];
    const { spec } = await scaledObjectOf(handlers, { externalScaler });
    expect(spec.triggers.map(({ type, name }) => [type, name])).to.deep.equal([
      ['redis', 'Lists_onOrder_elements'],
      ['external', 'SeveralKeys_onElement_remaining'],
      ['external', 'Streams_onEntry_remaining'],
      ['external', 'Reliable_onParcel_remaining'],
      ['external', 'Delayed_onReminder_remaining'],
      ['external', 'Delayed_onInvoice_remaining'],
    ]);
    expect(spec.triggers[1]).to.deep.include({
      metadata: {
        scalerAddress: 'scale-monitor.shop:6000',
        enableTLS: 'true',
        functionId: 'SeveralKeys.onElement',
      },
      authenticationRef: { name: 'scaler' },
    });
    const push = { address: 'scale-monitor.shop:6000', push: true };
    const [pushed] = (await scaledObjectOf([Streams], { externalScaler: push })).spec.triggers;
    expect(pushed).to.include({ type: 'external-push' });
  });

  it('says where what the external scaler tells of a stream is its length', async () => {
    class Late {
      @RedisStreamTrigger({ connection, key: 'entries', startFrom: '$' })
      onEntry(): void {
        // Only its decorator matters.
      }
    }
    const externalScaler = { address: 'scaler.shop:6000' };
    const notesOf = async (handler: Class) => (await manifestsOf([handler], { externalScaler })).notes.join();
    const late = await notesOf(Late);
    expect(late).to.contain('up to 10,000 entries').and.contain('until the consumer group exists');
    expect(late).to.not.contain('exactly');
    const early = await notesOf(Streams);
    expect(early).to.contain('up to 10,000 entries').and.not.contain('until the consumer group exists');
    expect(await notesOf(SeveralKeys))
      .to.contain('counts exactly what remains')
      .and.not.contain('10,000');
  });

  it('asks the metrics API where that is given', async () => {
    const metricsApi = { url: 'http://scale-monitor.shop:8080/scale/' };
    const { spec } = await scaledObjectOf([SeveralKeys], { metricsApi });
    expect(spec.triggers).to.deep.equal([
      {
        type: 'metrics-api',
        name: 'SeveralKeys_onElement_remaining',
        metadata: {
          url: 'http://scale-monitor.shop:8080/scale/SeveralKeys.onElement',
          format: 'json',
          valueLocation: 'demand',
          targetValue: '5',
          activationTargetValue: '0',
        },
      },
    ]);
  });

  it('makes no ScaledObject where there are only pub/sub functions, and says why', async () => {
    const { yaml, resources, notes } = await manifestsOf([Published]);
    expect(resources).to.deep.equal([]);
    expect(notes).to.have.length(1);
    expect(yaml).to.match(/^# No ScaledObject: there are only pub\/sub functions\./);
    expect(parseAllDocuments(yaml).flatMap((document) => document.toJS() as unknown)).to.deep.equal([]);
  });

  it('keeps one replica where a pub/sub function has to hear, and says what zero would lose', async () => {
    expect((await scaledObjectOf([Lists, Published])).spec.minReplicaCount).to.equal(1);
    const { notes } = await manifestsOf([Lists, Published], { minReplicas: 0 });
    expect(notes.join()).to.contain('Published.onMessage').and.contain('is lost');
  });

  it('says in the text what should be known of it', async () => {
    const { yaml, notes } = await manifestsOf([Streams, SeveralKeys], {
      connections: { redis: '127.0.0.1:6379' },
    });
    for (const note of notes) expect(yaml).to.contain(`# ${note}\n`);
    expect(notes.join()).to.contain('Redis 7.0').and.contain('for each key').and.contain('loopback');
  });

  it('keeps comments in one piece where a name has line breaks', async () => {
    class Broken {
      @RedisListTrigger({ connection: 'shop\nredis', key: 'orders', name: 'on\r\norder: 1\u2028x' })
      onOrder(): void {
        // Only its decorator matters.
      }
    }
    const connections = { 'shop\nredis': 'localhost:6379' };
    const { yaml, resources, notes } = await manifestsOf([Broken], { connections });
    expect(notes.join()).to.contain('order: 1').and.contain('loopback');
    expect(parseAllDocuments(yaml).map((document) => document.toJS() as unknown)).to.deep.equal(resources);
    const [top = ''] = yaml.split('---');
    for (const line of top.trimEnd().split(/[\n\r\u2028]/)) expect(line).to.match(/^# /);
  });

  describe('says of TLS what KEDA does not know', () => {
    const host = 'redis.shop';
    const sentinels = [{ host: 's1', port: 26379 }];
    const cases: [string, KedaManifestOptions['connections'], string | undefined][] = [
      ['TLS alone', { redis: { host, tls: {} } }, undefined],
      ['a CA', { redis: { host, tls: { ca: 'pem' } } }, 'does not know the CA'],
      ['a CA of a cluster', { redis: { cluster: [{ host, port: 1 }], tls: { ca: 'pem' } } }, 'the CA'],
      ['a client certificate', { redis: { host, tls: { cert: 'c', key: 'k' } } }, '`certKey` and `keyKey`'],
      ["the host's own name", { redis: { host, tls: { servername: host } } }, undefined],
      ['another name', { redis: { host, tls: { servername: 'shop' } } }, 'against the host'],
      ['another name in a string', { redis: '10.0.0.7:1,ssl=true,sslHost=shop' }, 'against the host'],
      ['the Sentinels only', { redis: { sentinels, name: 'm', sentinelTLS: {} } }, 'only the Sentinels have'],
      ['the master only', { redis: { sentinels, name: 'm', tls: {} } }, 'only the master has'],
      ['Sentinels and master', { redis: 's1:26379,serviceName=m,ssl=true' }, undefined],
    ];
    for (const [title, connections, what] of cases) {
      it(`for ${title}: ${what ?? 'nothing'}`, async () => {
        const notes = (await manifestsOf([Lists], { connections })).notes.filter((note) =>
          note.startsWith('redis:'),
        );
        expect(notes).to.have.length(what === undefined ? 0 : 1);
        if (what !== undefined) expect(notes[0]).to.contain(what);
      });
    }

    it('for a CA: nothing where the Secret or a TriggerAuthentication has it', async () => {
      const connections = { redis: { host, tls: { ca: 'pem' } } };
      const secret = { secret: 'redis', caKey: 'ca.crt', tlsKey: 'tls' };
      for (const given of [secret, { triggerAuthentication: 'redis' }]) {
        const { notes } = await manifestsOf([Lists], { connections, authentication: { redis: given } });
        expect(notes.join()).to.not.contain('CA');
      }
    });

    it('and asks the external scaler where TLS is on one side of the Sentinels', async () => {
      const connections = { redis: { sentinels, name: 'm', sentinelTLS: {} } };
      const externalScaler = { address: 'scaler.shop:6000' };
      const { spec } = await scaledObjectOf([Lists], { connections, externalScaler });
      expect(spec.triggers.map(({ type }) => type)).to.deep.equal(['external']);
    });

    it('nothing where KEDA asks the external scaler', async () => {
      const connections = { redis: { host, tls: { ca: 'pem' } } };
      const externalScaler = { address: 'scaler.shop:6000' };
      const { notes } = await manifestsOf([Streams], { connections, externalScaler });
      expect(notes.join()).to.not.contain('CA');
    });
  });

  it('says what the length of a list at least once does not tell, where there is nobody else to ask', async () => {
    const { notes, resources } = await manifestsOf([Reliable]);
    expectAccepted(resources);
    expect(notes.join()).to.contain('Reliable.onParcel: what a killed worker held is not seen');
    expect((await manifestsOf([Lists])).notes.join()).to.not.contain('killed worker');
  });

  it('says that a delayed message starts no worker, where there is nobody else to ask', async () => {
    const { notes, resources } = await manifestsOf([Delayed]);
    expectAccepted(resources);
    for (const id of ['Delayed.onReminder', 'Delayed.onInvoice'])
      expect(notes.join('\n')).to.contain(`${id}: a delayed message that is due starts no worker`);
    expect((await manifestsOf([Lists, Streams])).notes.join()).to.not.contain('a delayed message');
  });

  const refused: readonly (readonly [title: string, options: object, what: string])[] = [
    ['no deployment', { deployment: undefined }, '"deployment" must be a Kubernetes name'],
    ['a name that Kubernetes refuses', { deployment: 'My Shop' }, 'must be a Kubernetes name'],
    ['a name that is too long for its HPA', { name: 'n'.repeat(55) }, 'at most 54'],
    ['a deployment whose name is too long for its HPA', { deployment: 'n'.repeat(55) }, 'keda-hpa-<name>'],
    ['more replicas at least than at most', { minReplicas: 3, maxReplicas: 2 }, 'at least 3 and at most 2'],
    ['an option that there is not', { maxReplica: 3 }, '"maxReplica" is unknown'],
    ['two dots in a name', { name: 'a..b' }, '"name" must be a Kubernetes name'],
    ['a namespace with dots', { namespace: 'my.shop' }, '"namespace" must be a Kubernetes name without dots'],
    [
      'an external scaler without a port',
      { externalScaler: { address: 'scaler' } },
      '"externalScaler.address"',
    ],
    ['a port that there is not', { externalScaler: { address: 'scaler:65536' } }, '"externalScaler.address"'],
    [
      'a text for a switch',
      { externalScaler: { address: 'scaler:1', tls: 'yes' } },
      '"externalScaler.tls" must be true or false',
    ],
    [
      'a member of the external scaler that there is not',
      { externalScaler: { address: 'scaler:1', triggerAuth: 'scaler' } },
      '"externalScaler.triggerAuth" is unknown',
    ],
    ['a secret in a URL', { metricsApi: { url: 'http://u:p@host/scale' } }, '"metricsApi.url"'],
    ['a query in a URL', { metricsApi: { url: 'http://host/scale?token=secret' } }, 'a query'],
    ['a query of a URL without a path', { metricsApi: { url: 'http://host?token=secret' } }, 'a query'],
    ['a fragment in a URL', { metricsApi: { url: 'http://host/scale#there' } }, 'a fragment'],
    [
      'a member of the metrics API that there is not',
      { metricsApi: { url: 'http://host/scale', tls: true } },
      '"metricsApi.tls" is unknown',
    ],
    ['authentication without a Secret', { authentication: { redis: {} } }, '"authentication.redis.secret"'],
    ['authentication that is none', { authentication: { redis: null } }, '"authentication.redis" must be'],
    [
      'a misspelt key of a Secret',
      { authentication: { redis: { secret: 'redis', passwordkey: 'pw' } } },
      'Did you mean "passwordKey"?',
    ],
    [
      'a key that no Secret can have',
      { authentication: { redis: { secret: 'redis', passwordKey: '' } } },
      '"authentication.redis.passwordKey" must be a key of the Secret',
    ],
    [
      'a Secret beside a TriggerAuthentication',
      { authentication: { redis: { secret: 'redis', triggerAuthentication: 'redis' } } },
      '"authentication.redis.secret" is unknown',
    ],
    [
      'two places to ask',
      { externalScaler: { address: 'a:1' }, metricsApi: { url: 'http://a' } },
      'are both given',
    ],
    [
      'authentication of a connection that there is not',
      { authentication: { reids: { secret: 'redis' } } },
      'names the connection "reids"',
    ],
    [
      'certificates without the key that switches TLS on',
      { authentication: { redis: { secret: 'redis', caKey: 'ca' } } },
      'without `tlsKey`',
    ],
    ['a connection that KEDA cannot know', { connections: { redis: () => undefined } }, 'is not known here'],
    ['an embedded Redis', { connections: { redis: 'embedded' } }, 'is not known here'],
  ];
  for (const [title, options, what] of refused) {
    it(`refuses ${title}`, async () => {
      const error = await rejectionOf(manifestsOf([Lists], options));
      expect(error.message).to.contain(what);
      expect(error.message).to.not.contain('token=secret');
    });
  }
});
