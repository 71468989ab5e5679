import { checkOptions } from '../../errors/check-options.js';
import type { Problem } from '../../errors/problem.js';
import { isObject, mustBeWholeNumber, type ValueCheck } from '../../errors/value-checks.js';
import { runtimeValueChecks } from '../../runtime/check-runtime-options.js';
import type { KedaManifestOptions } from './keda-manifest-options.js';

/** The HPA that KEDA makes is called `keda-hpa-<name>`, of at most 63 characters. */
const longestName = 63 - 'keda-hpa-'.length;

const mustBeDnsName =
  (longest: number): ValueCheck =>
  (value) => {
    const isFit = typeof value === 'string' && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(value);
    if (!isFit) return 'must be a Kubernetes name: small letters, digits, "-" and "."';
    return value.length <= longest ? undefined : `must have at most ${longest} characters`;
  };

const mustHaveAddress: ValueCheck = (value) => {
  const { address } = (value ?? {}) as { address?: unknown };
  return typeof address === 'string' && /^[^\s/@]+:\d+$/.test(address)
    ? undefined
    : 'must have an `address` such as scale-monitor.shop:6000';
};

const mustHaveUrl: ValueCheck = (value) => {
  const { url } = (value ?? {}) as { url?: unknown };
  const isFit = typeof url === 'string' && /^https?:\/\/[^\s/@]+(\/[^\s@]*)?$/.test(url);
  return isFit ? undefined : 'must have a `url` such as http://scale-monitor.shop:8080/scale, without a user';
};

const mustBeAuthentication: ValueCheck = (value) => {
  const entries = isObject(value) ? Object.values(value) : undefined;
  const isFit = entries?.every((entry: unknown) => {
    const { secret, triggerAuthentication } = (entry ?? {}) as Record<string, unknown>;
    return typeof (secret ?? triggerAuthentication) === 'string';
  });
  return isFit ? undefined : 'must have a `secret` or a `triggerAuthentication` for each connection';
};

const { handlers, connections, settings } = runtimeValueChecks;

const checks: { readonly [Name in keyof KedaManifestOptions]-?: ValueCheck } = {
  handlers,
  connections,
  settings,
  deployment: mustBeDnsName(253),
  name: mustBeDnsName(longestName),
  namespace: mustBeDnsName(63),
  minReplicas: mustBeWholeNumber(0),
  maxReplicas: mustBeWholeNumber(1),
  pollingIntervalInSeconds: mustBeWholeNumber(1),
  cooldownPeriodInSeconds: mustBeWholeNumber(0),
  authentication: mustBeAuthentication,
  externalScaler: mustHaveAddress,
  metricsApi: mustHaveUrl,
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
            `the name of the deployment has more than ${longestName} characters, and Kubernetes allows the HPA keda-hpa-<name> 63`,
            'Give a shorter `name` for the ScaledObject.',
          ),
        ]
      : []),
    ...(externalScaler && metricsApi
      ? [problem('`externalScaler` and `metricsApi` are both given', 'Give one of them.')]
      : []),
  ];
}
