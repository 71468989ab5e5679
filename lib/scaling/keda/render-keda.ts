import { isScalable } from '../../backlog/scalable-function.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import type { ServerAddress } from '../../connections/server-address.js';
import type { Problem } from '../../errors/problem.js';
import { throwProblems } from '../../errors/redis-triggers-error.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { UniqueNames } from '../../functions/unique-names.js';
import type { Secrets } from '../../logging/secrets.js';
import { Authentications } from './authentication.js';
import type { KedaManifestOptions } from './keda-manifest-options.js';
import type { KedaResource } from './keda-resources.js';
import { makeScaledObject } from './make-scaled-object.js';
import { addressNotes, nothingToScale, pubSubNotes } from './manifest-notes.js';
import { manifestText } from './manifest-text.js';
import { planFunction } from './plan-function.js';
import { replicaLimits } from './replica-limits.js';

const place = 'kedaManifests';

/** The functions that are to be scaled, and where their connections lead. */
export interface ScaledFunctions {
  readonly functions: readonly FunctionDescriptor[];
  /** By the connection's name. */
  readonly targets: ReadonlyMap<string, ConnectionTarget>;
  readonly secrets: Pick<Secrets, 'scrub'>;
}

/** The result of `kedaManifests`. */
export interface KedaManifests {
  /** The resources for `kubectl apply`, with the notes as comments. */
  readonly yaml: string;
  /** The TriggerAuthentications, then the ScaledObject; empty if there is nothing to scale. */
  readonly resources: readonly KedaResource[];
  /** What to know about them, such as what a trigger does not count. */
  readonly notes: readonly string[];
}

/** The manifests of functions that have been found: see `kedaManifests`. */
export async function renderKeda(
  { functions, targets, secrets }: ScaledFunctions,
  options: KedaManifestOptions,
): Promise<KedaManifests> {
  const problems: Problem[] = [];
  const limits = replicaLimits(
    options,
    functions.some(({ kind }) => kind === 'pubsub'),
    problems,
  );
  const authentications = new Authentications(options, problems, secrets);
  authentications.checkNames([...targets.keys()]);
  const names = new UniqueNames('_');
  const addresses = new Map<string, ServerAddress | undefined>();
  const plans = functions.filter(isScalable).flatMap((descriptor) => {
    const target = targets.get(descriptor.connection);
    if (!target) return [];
    addresses.set(target.name, target.address);
    const name = names.take(descriptor.id.replace(/[^A-Za-z0-9]+/g, '_').replace(/^(?=\d)/, 'f'));
    const plan = planFunction(descriptor, name, target, { options, authentications, problems });
    return plan ?? [];
  });
  throwProblems(problems, place);
  if (plans.length === 0) return { yaml: `# ${nothingToScale}\n`, resources: [], notes: [nothingToScale] };
  const resources = [...authentications.resources, makeScaledObject(plans, limits, options)];
  const notes = [
    ...plans.flatMap(({ comments }) => comments),
    ...pubSubNotes(functions, limits),
    ...addressNotes(addresses),
    ...authentications.notes,
  ];
  return { yaml: await manifestText(resources, notes), resources, notes };
}
