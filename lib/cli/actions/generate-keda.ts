import { kedaManifests } from '../../scaling/keda/keda-manifests.js';
import type { KedaManifests } from '../../scaling/keda/render-keda.js';
import type { KedaManifestOptions } from '../../scaling/keda/keda-manifest-options.js';
import type { ActionContext } from '../program/action-context.js';

/** The manifests that kedaManifests makes of the handlers. */
export async function generateKeda(
  { program }: ActionContext,
  options: Omit<KedaManifestOptions, 'handlers' | 'connections' | 'settings'>,
): Promise<KedaManifests> {
  const { handlers, connections, settings } = (await program()).options;
  return kedaManifests({
    ...options,
    handlers,
    ...(connections && { connections }),
    ...(settings && { settings }),
  });
}
