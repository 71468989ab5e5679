import { throwProblems } from '../../errors/redis-triggers-error.js';
import type { Problem } from '../../errors/problem.js';
import { findFunctions } from '../../runtime/build/find-functions.js';
import { checkKedaManifestOptions } from './check-keda-manifest-options.js';
import type { KedaManifestOptions } from './keda-manifest-options.js';
import { renderKeda, type KedaManifests } from './render-keda.js';

const place = 'kedaManifests';

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
  const found = await findFunctions(options, problems);
  throwProblems(problems, place);
  return renderKeda(found, options);
}
