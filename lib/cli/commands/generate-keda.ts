import { usageError } from '../frame/command-error.js';
import { defineCommand } from '../frame/command-spec.js';

interface KedaOptions {
  readonly deployment: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  readonly secret?: Readonly<Record<string, { readonly secret: string }>>;
  readonly externalScaler?: string;
  readonly metricsApi?: string;
}

export const generateKeda = defineCommand<KedaOptions>({
  usage: 'keda',
  effect: 'reads',
  summary: 'Print the KEDA manifests for the functions, without connecting.',
  examples: ['generate keda --deployment shop --secret shop=shop-redis | kubectl apply -f -'],
  loadsHandlers: true,
  configure: (command) =>
    void command
      .requiredOption('--deployment <name>', 'the Deployment that runs the handlers')
      .option('--name <name>', 'the name of the ScaledObject; default: that of the deployment')
      .option('--namespace <name>', 'the namespace of the resources')
      .option('--min-replicas <count>', 'the minimum number of replicas', countOf)
      .option('--max-replicas <count>', 'the maximum number of replicas', countOf)
      .option(
        '--secret <connection=secret>',
        "the Kubernetes Secret of a connection's password; may be repeated",
        secretOf,
      )
      .option('--external-scaler <host:port>', 'the external scaler')
      .option('--metrics-api <url>', 'the metrics API'),
  async run({ options, output, programs }) {
    const { deployment, name, namespace, minReplicas, maxReplicas, secret, externalScaler, metricsApi } =
      options;
    const manifests = await programs.run('generateKeda', {
      deployment,
      ...(name !== undefined && { name }),
      ...(namespace !== undefined && { namespace }),
      ...(minReplicas !== undefined && { minReplicas }),
      ...(maxReplicas !== undefined && { maxReplicas }),
      ...(secret && { authentication: secret }),
      ...(externalScaler !== undefined && { externalScaler: { address: externalScaler } }),
      ...(metricsApi !== undefined && { metricsApi: { url: metricsApi } }),
    });
    output.data({ resources: manifests.resources, notes: manifests.notes }, () => manifests.yaml);
    return undefined;
  },
});

function countOf(text: string): number {
  if (!/^\d+$/.test(text)) throw usageError(`"${text}" is no whole number`);
  return Number(text);
}

function secretOf(text: string, before: KedaOptions['secret'] = {}): KedaOptions['secret'] {
  const [, connection, secret] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (connection === undefined || secret === undefined)
    throw usageError(`"${text}" names no connection and no Secret`, 'Write shop=shop-redis');
  return { ...before, [connection]: { secret } };
}
