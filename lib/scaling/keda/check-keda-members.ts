import { checkOptions, type CheckedOptions } from '../../errors/check-options.js';
import type { Problem } from '../../errors/problem.js';
import { mustBeBoolean, type ValueCheck } from '../../errors/value-checks.js';
import type {
  KedaAuthenticationRef,
  KedaExternalScaler,
  KedaManifestOptions,
  KedaMetricsApi,
  KedaSecret,
} from './keda-manifest-options.js';
import { mustBeResourceName, mustBeSecretKey } from './kubernetes-names.js';

type Checks<Options> = { readonly [Name in keyof Options]-?: ValueCheck };

const mustBeAddress: ValueCheck = (value) => {
  const [, port = ''] = (typeof value === 'string' && /^[^\s/@]+:(\d+)$/.exec(value)) || [];
  const isFit = Number(port) > 0 && Number(port) < 65_536;
  return isFit ? undefined : 'must be host:port, such as scale-monitor.shop:6000';
};

/** A query would end up before the function id, and is where secrets are. */
const mustBeUrl: ValueCheck = (value) =>
  typeof value === 'string' && /^https?:\/\/[^\s/@?#]+(\/[^\s@?#]*)?$/.test(value)
    ? undefined
    : 'must be a URL such as http://scale-monitor.shop:8080/scale, without a user, a query or a fragment';

const secretChecks: Checks<KedaSecret> = {
  secret: (value) =>
    value === undefined
      ? 'must name a Secret, where there is no `triggerAuthentication`'
      : mustBeResourceName()(value),
  passwordKey: mustBeSecretKey,
  usernameKey: mustBeSecretKey,
  sentinelPasswordKey: mustBeSecretKey,
  sentinelUsernameKey: mustBeSecretKey,
  caKey: mustBeSecretKey,
  certKey: mustBeSecretKey,
  keyKey: mustBeSecretKey,
  tlsKey: mustBeSecretKey,
};

const referenceChecks: Checks<KedaAuthenticationRef> = { triggerAuthentication: mustBeResourceName() };

const scalerChecks: Checks<KedaExternalScaler> = {
  address: mustBeAddress,
  tls: mustBeBoolean,
  push: mustBeBoolean,
  triggerAuthentication: mustBeResourceName(),
};

const apiChecks: Checks<KedaMetricsApi> = { url: mustBeUrl };

/** What is wrong with the members of the options that are objects. */
export function checkKedaMembers(options: KedaManifestOptions, place: string): Problem[] {
  const { authentication = {}, externalScaler, metricsApi } = options;
  const check = (
    given: unknown,
    within: string,
    checks: CheckedOptions['checks'],
    required: readonly string[],
  ) =>
    given === undefined
      ? []
      : checkOptions(given, { place, within, code: 'SCALING_OPTION_INVALID', checks, required });
  return [
    ...check(externalScaler, 'externalScaler', scalerChecks, ['address']),
    ...check(metricsApi, 'metricsApi', apiChecks, ['url']),
    ...Object.entries(authentication).flatMap(([connection, given]: [string, unknown]) => {
      // A connection string that may hold a password is no name to be shown.
      const name = /[@=]/.test(connection) ? '<connection string>' : connection;
      const { triggerAuthentication } = (given ?? {}) as Partial<KedaAuthenticationRef>;
      return triggerAuthentication === undefined
        ? check(given, `authentication.${name}`, secretChecks, ['secret'])
        : check(given, `authentication.${name}`, referenceChecks, []);
    }),
  ];
}
