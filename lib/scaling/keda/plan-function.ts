import type { ScalableFunction } from '../../backlog/scalable-function.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import type { Problem } from '../../errors/problem.js';
import type { Authentications } from './authentication.js';
import type { FunctionPlan } from './function-plan.js';
import type { KedaManifestOptions } from './keda-manifest-options.js';
import { planElsewhere } from './plan-elsewhere.js';
import { planList } from './plan-list.js';
import { planStream } from './plan-stream.js';
import { isHalfTls } from './tls-notes.js';

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
  target: ConnectionTarget,
  { options, authentications, problems }: PlanSurroundings,
): FunctionPlan | undefined {
  const { address } = target;
  const isReachable = address !== undefined && authentications.suffice(target);
  const isRead = isReachable && !isHalfTls(address);
  const elsewhere = planElsewhere(descriptor, name, isRead, options);
  if (elsewhere && !(isRead && isSeenByKeda(descriptor))) return elsewhere;
  if (!isReachable) {
    problems.push(unreachable(descriptor, target));
    return undefined;
  }
  const authentication = authentications.of(descriptor.connection, address);
  return descriptor.kind === 'list'
    ? planList(descriptor, name, address, authentication)
    : planStream(descriptor, name, address, authentication);
}

function unreachable({ connection, place }: ScalableFunction, { address }: ConnectionTarget): Problem {
  const code = 'CONNECTION_UNSUPPORTED';
  if (!address) {
    const what = `the server of the connection "${connection}" is not known here, or KEDA cannot reach it`;
    const remedy =
      'Give it to kedaManifests({ connections }) as a connection string, or give `externalScaler`.';
    return { code, place, what, remedy };
  }
  const what = `the connection "${connection}" has \`credentials\`, which may change, and KEDA's own scaler knows only what a Secret holds`;
  const remedy = `Give \`externalScaler\`, which asks Redis with the same \`credentials\`; or, where KEDA has a Redis user of its own whose password stays, authentication: { '${connection}': { triggerAuthentication: '<its name>' } }.`;
  return { code, place, what, remedy };
}

/**
 * Whether one number of KEDA's own scalers is what remains: only of a list function with one key, whose elements leave their
 * list when they are taken, and which moves no delayed messages: those that are due wait beside the list.
 */
function isSeenByKeda(descriptor: ScalableFunction): boolean {
  if (descriptor.kind !== 'list' || descriptor.delayed) return false;
  return descriptor.delivery === 'atMostOnce' && descriptor.keys.length === 1;
}
