import { expect } from 'chai';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createRuntime } from 'redis-triggers';
import { kedaManifests } from 'redis-triggers/scaling';
import { FakeRedis } from 'redis-triggers/testing';
import { parse, parseAllDocuments } from 'yaml';
import { makeManifests, runScaler, serveHealth } from '../../examples/snippets/kubernetes.js';
import { Orders, describeLoad, wantedWorkers } from '../../examples/snippets/scaling.js';
import { expectAccepted } from '../scaling/keda-judge.js';
import { ScalerClient } from '../scaling/scaler-client.js';
import { readText, sectionOf, writeText } from './pages.js';

interface Probe {
  readonly httpGet: { readonly path: string };
}

interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly { readonly livenessProbe: Probe; readonly readinessProbe: Probe }[];
}

interface MountingPodSpec {
  readonly containers: readonly [
    {
      readonly env: readonly object[];
      readonly volumeMounts: readonly [{ readonly name: string; readonly mountPath: string }];
    },
  ];
  readonly volumes: readonly [
    {
      readonly name: string;
      readonly secret: {
        readonly secretName: string;
        readonly items: readonly [{ readonly key: string; readonly path: string }];
      };
    },
  ];
}

/** What is looked at of the scaler's Deployment and Service. */
interface ScalerResource {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly selector: object;
    readonly ports?: readonly { readonly name: string; readonly port: number }[];
    readonly template?: {
      readonly metadata: { readonly labels: object };
      readonly spec: { readonly containers: readonly { readonly ports: readonly object[] }[] };
    };
  };
}

describe('the snippets of docs/scaling.md and docs/kubernetes.md', () => {
  let fake: FakeRedis;
  let redisLocalhost: string;

  beforeEach(async () => {
    fake = new FakeRedis();
    redisLocalhost = `127.0.0.1:${(await fake.listen(0)).port}`;
  });
  afterEach(() => fake.close());

  it('read backlogs, in a program that runs and without', async () => {
    await fake.createClient().rpush('orders', ...Array.from({ length: 501 }, (_, at) => `${at}`));
    expect(await wantedWorkers(redisLocalhost)).to.deep.equal({ 'Orders.onOrder': 2, 'Orders.onPayment': 0 });
    await fake.createClient().del('orders');
    const connections = { redisLocalhost };
    await using runtime = await createRuntime({ handlers: [Orders], connections, logger: false });
    await runtime.start();
    expect(await describeLoad(runtime)).to.equal('0 orders for 3 workers: 0 would do (none)');
  });

  it('answer probes', async () => {
    const connections = { redisLocalhost };
    const runtime = await createRuntime({ handlers: [Orders], connections, logger: false });
    const server = serveHealth(runtime, 0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const statusOf = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
    expect(await Promise.all(['/live', '/ready'].map(statusOf))).to.deep.equal([200, 503]);
    await runtime.start();
    expect(await Promise.all(['/live', '/ready', '/'].map(statusOf))).to.deep.equal([200, 200, 503]);
    await runtime.stop();
    expect(await Promise.all(['/live', '/ready'].map(statusOf))).to.deep.equal([503, 503]);
    server.close();
  });

  it('serve KEDA over gRPC and HTTP', async () => {
    const signalListeners = process.listeners('SIGTERM');
    const { grpcPort, server, stop } = await runScaler(redisLocalhost, { grpc: 0, http: 0 });
    await fake.createClient().rpush('orders', '1');
    const client = new ScalerClient(grpcPort);
    const ref = { scalerMetadata: { functionId: 'Orders.onOrder' } };
    expect(await client.call('IsActive', ref)).to.deep.equal({ result: true });
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/scale/Orders.onOrder`);
    expect(await response.json()).to.include({ remaining: 1, targetWorkers: 1 });
    client.close();
    await stop();
    for (const listener of process.listeners('SIGTERM')) {
      if (!signalListeners.includes(listener)) process.off('SIGTERM', listener);
    }
  });

  it('fit the Deployment: it waits longer than a drain takes, and asks for the probes that are answered', () => {
    const page = readText('docs/kubernetes.md');
    const [, text = ''] = /```yaml\n(apiVersion: apps[\s\S]*?)```/.exec(page) ?? [];
    const { spec } = parse(text) as { spec: { template: { spec: PodSpec } } };
    const { terminationGracePeriodSeconds, containers } = spec.template.spec;
    const [, shutdown = ''] = /shutdownTimeoutInMs: ([\d_]+)/.exec(page) ?? [];
    expect(terminationGracePeriodSeconds * 1_000).to.be.greaterThan(Number(shutdown.replace('_', '')));
    expect(containers[0]?.livenessProbe.httpGet.path).to.equal('/live');
    expect(containers[0]?.readinessProbe.httpGet.path).to.equal('/ready');
  });

  it('fit the Deployment and the Service of the scaler: what KEDA is told leads to its port', async () => {
    const page = readText('docs/kubernetes.md');
    const [, text = ''] = /`scaler\.yaml`:\n\n```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    const [deployment, service] = parseAllDocuments(text).map((each) => each.toJS() as ScalerResource);
    const { name, namespace } = service!.metadata;
    const port = service!.spec.ports?.find((each) => each.name === 'grpc')?.port;
    const { yaml } = await makeManifests();
    expect(yaml).to.contain(`scalerAddress: ${name}.${namespace}.svc:${port}\n`);
    const { labels } = deployment!.spec.template!.metadata;
    expect(service!.spec.selector).to.deep.equal(labels);
    const [, grpc] = /grpc: (\d+), http: \d+ }/.exec(readText('examples/snippets/kubernetes.ts')) ?? [];
    const ports = deployment!.spec.template!.spec.containers.flatMap((each) => each.ports);
    expect(ports).to.deep.include({ name: 'grpc', containerPort: Number(grpc) });
    expect(Number(grpc)).to.equal(port);
  });

  it('mount the private CA where Node.js looks for it, under the key that KEDA is told', async () => {
    const section = sectionOf(readText('docs/kubernetes.md'), 'A private CA');
    const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(section) ?? [];
    const pod = (parse(text) as { spec: { template: { spec: MountingPodSpec } } }).spec.template.spec;
    const [{ env, volumeMounts }] = pod.containers;
    const [{ name, secret }] = pod.volumes;
    const [{ key, path }] = secret.items;
    expect(env).to.deep.equal([
      { name: 'NODE_EXTRA_CA_CERTS', value: `${volumeMounts[0].mountPath}/${path}` },
    ]);
    expect(volumeMounts[0].name).to.equal(name);
    const [, option = ''] = /authentication: (\{.*\} \})`/.exec(section) ?? [];
    const authentication = parse(option) as {
      redisLocalhost: { secret: string; caKey: string; tlsKey: string };
    };
    const { redisLocalhost: given } = authentication;
    expect(given).to.include({ secret: secret.secretName, caKey: key });
    expect(section).to.contain(`--from-file=${key}=`).and.contain(`--from-literal=${given.tlsKey}=enable`);
    const connections = { redisLocalhost: 'rediss://redis.shop.svc:6380' };
    const options = { handlers: [Orders], deployment: 'orders', connections, authentication };
    expectAccepted((await kedaManifests(options)).resources);
  });

  it('make the manifests that docs/kubernetes.md shows', async () => {
    const { yaml, resources } = await makeManifests();
    expectAccepted(resources);
    const block = /(<!-- the manifests of \S+ -->\n\n```yaml\n)([\s\S]*?)```/;
    const page = readText('docs/kubernetes.md');
    // The same variable writes the code blocks into the pages.
    if (process.env.UPDATE_DOCS) writeText('docs/kubernetes.md', page.replace(block, `$1${yaml}\`\`\``));
    else expect(block.exec(page)?.[2]).to.equal(yaml);
  });
});
