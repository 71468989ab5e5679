import {
  checkOptions,
  isObjectOption,
  wholeNumberOption,
  type OptionCheck,
} from '../../errors/check-options.js';
import type { Problem } from '../../errors/problem.js';
import { runtimeOptionChecks } from '../../runtime/check-runtime-options.js';
import type { KedaManifestOptions } from './keda-manifest-options.js';

/** The HPA that KEDA makes is called `keda-hpa-<name>`, of at most 63 characters. */
const longestName = 63 - 'keda-hpa-'.length;

const dnsName =
  (longest: number): OptionCheck =>
  (value) => {
    const isFit = typeof value === 'string' && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(value);
    if (!isFit) return 'must be a Kubernetes name: lowercase letters, digits, "-" and "."';
    return value.length <= longest ? undefined : `must have at most ${longest} characters`;
  };

const isAddress: OptionCheck = (value) => {
  const { address } = (value ?? {}) as { address?: unknown };
  return typeof address === 'string' && /^[^\s/@]+:\d+$/.test(address)
    ? undefined
    : 'must have an `address` such as scale-monitor.shop:6000';
};

const isUrl: OptionCheck = (value) => {
  const { url } = (value ?? {}) as { url?: unknown };
  const isFit = typeof url === 'string' && /^https?:\/\/[^\s/@]+(\/[^\s@]*)?$/.test(url);
  return isFit ? undefined : 'must have a `url` such as http://scale-monitor.shop:8080/scale, without a user';
};

const isAuthentication: OptionCheck = (value) => {
  const entries = isObjectOption(value) ? undefined : Object.values(value as object);
  const isFit = entries?.every((entry: unknown) => {
    const { secret, triggerAuthentication } = (entry ?? {}) as Record<string, unknown>;
    return typeof (secret ?? triggerAuthentication) === 'string';
  });
  return isFit ? undefined : 'must have a `secret` or a `triggerAuthentication` for each connection';
};

const { handlers, connections, settings } = runtimeOptionChecks;

const checks: { readonly [Name in keyof KedaManifestOptions]-?: OptionCheck } = {
  handlers,
  connections,
  settings,
  deployment: dnsName(253),
  name: dnsName(longestName),
  namespace: dnsName(63),
  minReplicas: wholeNumberOption(0),
  maxReplicas: wholeNumberOption(1),
  pollingIntervalInSeconds: wholeNumberOption(1),
  cooldownPeriodInSeconds: wholeNumberOption(0),
  authentication: isAuthentication,
  externalScaler: isAddress,
  metricsApi: isUrl,
};

const place = 'kedaManifests';

/** What is wrong with the options of `kedaManifests`, before the handlers are looked at. */
export function checkKedaManifestOptions(options: unknown): Problem[] {
  const code = 'SCALING_OPTION_INVALID';
  const problems = checkOptions(options, { place, code, checks, required: ['handlers', 'deployment'] });
  if (problems.length > 0) return problems;
  const { deployment, name, externalScaler, metricsApi } = options as KedaManifestOptions;
  const problem = (what: string, remedy: string): Problem => ({ code, place, what, remedy });
  return [
    ...(name === undefined && deployment.length > longestName
      ? [
          problem(
            `the name of the deployment has more than ${longestName} characters, but Kubernetes allows only 63 for the HPA keda-hpa-<name>`,
            'Give a shorter `name` for the ScaledObject.',
          ),
        ]
      : []),
    ...(externalScaler && metricsApi
      ? [problem('`externalScaler` and `metricsApi` are both given', 'Give one of them.')]
      : []),
  ];
}
