import { checkOptions } from '../../errors/check-options.js';
import type { Problem } from '../../errors/problem.js';
import { mustBeObject, mustBeWholeNumber, type ValueCheck } from '../../errors/value-checks.js';
import { runtimeValueChecks } from '../../runtime/build/check-runtime-options.js';
import { checkKedaMembers } from './check-keda-members.js';
import type { KedaManifestOptions } from './keda-manifest-options.js';
import { mustBeLabelName, mustBeResourceName } from './kubernetes-names.js';

/** The HPA that KEDA makes is called `keda-hpa-<name>`, of at most 63 characters. */
const longestName = 63 - 'keda-hpa-'.length;

const { handlers, connections, settings } = runtimeValueChecks;

const checks: { readonly [Name in keyof KedaManifestOptions]-?: ValueCheck } = {
  handlers,
  connections,
  settings,
  deployment: mustBeResourceName(),
  name: mustBeResourceName(longestName),
  namespace: mustBeLabelName,
  minReplicas: mustBeWholeNumber(0),
  maxReplicas: mustBeWholeNumber(1),
  pollingIntervalInSeconds: mustBeWholeNumber(1),
  cooldownPeriodInSeconds: mustBeWholeNumber(0),
  authentication: mustBeObject,
  externalScaler: mustBeObject,
  metricsApi: mustBeObject,
};

const place = 'kedaManifests';

/** What is wrong with the options of `kedaManifests`, before the handlers are looked at. */
export function checkKedaManifestOptions(options: unknown): Problem[] {
  const code = 'SCALING_OPTION_INVALID';
  const problems = checkOptions(options, { place, code, checks, required: ['handlers', 'deployment'] });
  if (problems.length > 0) return problems;
  const given = options as KedaManifestOptions;
  const { deployment, name, externalScaler, metricsApi } = given;
  const problem = (what: string, remedy: string): Problem => ({ code, place, what, remedy });
  return [
    ...checkKedaMembers(given, place),
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
