import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { KedaResource } from './keda-resources.js';

/** The resources as YAML, with these comments at the top. */
export async function manifestText(
  resources: readonly KedaResource[],
  comments: readonly string[],
): Promise<string> {
  const { stringify } = await loadYaml();
  // A name may hold line breaks, which would end the comment.
  const lines = comments.flatMap((comment) => comment.split(/\r\n|[\n\r\u0085\u2028\u2029]/));
  const top = lines.map((line) => `# ${line}\n`).join('');
  // Long lines are not folded: a formula is easier to compare on one.
  return (
    top +
    resources.map((resource) => `---\n${stringify(resource, { lineWidth: 0, singleQuote: true })}`).join('')
  );
}

async function loadYaml() {
  try {
    return await import('yaml');
  } catch (cause) {
    const what = 'manifests need the package yaml, which is not installed';
    const problem = {
      code: 'PEER_MISSING',
      place: 'kedaManifests',
      what,
      remedy: 'npm install yaml',
    } as const;
    throw new RedisTriggersError(problem, { cause });
  }
}
