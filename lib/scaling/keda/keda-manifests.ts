import { isScalable } from '../../backlog/scalable-function.js';
import type { ServerAddress } from '../../connections/server-address.js';
import type { Problem } from '../../errors/problem.js';
import { throwProblems } from '../../errors/redis-triggers-error.js';
import { findFunctions } from '../../runtime/build/find-functions.js';
import { Authentications } from './authentication.js';
import { checkKedaManifestOptions } from './check-keda-manifest-options.js';
import type { KedaManifestOptions } from './keda-manifest-options.js';
import type { KedaResource } from './keda-resources.js';
import { makeScaledObject } from './make-scaled-object.js';
import { addressNotes, nothingToScale, pubSubNotes } from './manifest-notes.js';
import { manifestText } from './manifest-text.js';
import { planFunction } from './plan-function.js';
import { replicaLimits } from './replica-limits.js';
import { UniqueNames } from '../../functions/unique-names.js';

const place = 'kedaManifests';

/** The result of `kedaManifests`. */
export interface KedaManifests {
  /** The resources for `kubectl apply`, with the notes as comments. */
  readonly yaml: string;
  /** The TriggerAuthentications, then the ScaledObject; empty if there is nothing to scale. */
  readonly resources: readonly KedaResource[];
  /** What to know about them, such as what a trigger does not count. */
  readonly notes: readonly string[];
}

/**
 * Generates the KEDA manifests of a deployment from its handlers' decorators: a ScaledObject with the triggers of
 * all list and stream functions, and TriggerAuthentications. Does not connect, constructs no handler, and never
 * writes a secret: for passwords it references the Secret that holds them.
 *
 * @throws RedisTriggersError for all problems of the options, handlers, settings and connections; PEER_MISSING
 *   without the package yaml
 */
export async function kedaManifests(options: KedaManifestOptions): Promise<KedaManifests> {
  throwProblems(checkKedaManifestOptions(options), place);
  const problems: Problem[] = [];
  const { functions, targets, secrets } = await findFunctions(options, problems);
  throwProblems(problems, place);
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
