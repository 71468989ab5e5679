import type { ScalableFunction } from '../../backlog/scalable-function.js';
import type { ServerAddress } from '../../connection/server-address.js';
import type { Problem } from '../../errors/problem.js';
import type { Authentications } from './authentication.js';
import type { FunctionPlan } from './function-plan.js';
import type { KedaManifestOptions } from './keda-manifest-options.js';
import { planElsewhere } from './plan-elsewhere.js';
import { planList } from './plan-list.js';
import { planStream } from './plan-stream.js';

/** What the plan of a function is made of. */
export interface PlanSurroundings {
  readonly options: KedaManifestOptions;
  readonly authentications: Authentications;
  readonly problems: Problem[];
}

/**
 * How KEDA scales a function: by its own scaler where that sees everything, else by the external one where there
 * is one. Without it, its own has to do.
 *
 * @param name what the formula calls the function
 */
export function planFunction(
  descriptor: ScalableFunction,
  name: string,
  address: ServerAddress | undefined,
  { options, authentications, problems }: PlanSurroundings,
): FunctionPlan | undefined {
  const elsewhere = planElsewhere(descriptor, name, options);
  if (elsewhere && (!address || !isSeenByKeda(descriptor))) return elsewhere;
  if (!address) {
    const what = `the server of the connection "${descriptor.connection}" is not known here, or KEDA cannot reach it`;
    const remedy =
      'Give it to kedaManifests({ connections }) as a connection string, or give `externalScaler`.';
    problems.push({ code: 'CONNECTION_UNSUPPORTED', place: descriptor.place, what, remedy });
    return undefined;
  }
  const authentication = authentications.of(descriptor.connection, address);
  return descriptor.kind === 'list'
    ? planList(descriptor, name, address, authentication)
    : planStream(descriptor, name, address, authentication);
}

/**
 * Whether one number of KEDA's own scalers is what remains: only of a list function with one key, whose
 * elements leave their list when they are taken.
 */
function isSeenByKeda(descriptor: ScalableFunction): boolean {
  return descriptor.kind === 'list' && descriptor.delivery === 'atMostOnce' && descriptor.keys.length === 1;
}
