import { describeApi, type DescribedApi } from '../../asyncapi/describe-api.js';
import { functionsAsWritten } from '../../asyncapi/functions-as-written.js';
import { throwProblems } from '../../errors/redis-triggers-error.js';
import type { Class } from '../../metadata/class.js';
import type { ActionContext } from '../program/action-context.js';

/** The document of what the handlers receive. */
export async function generateAsyncApi(
  { program }: ActionContext,
  info: { readonly title: string; readonly version: string },
): Promise<DescribedApi> {
  const loaded = await program({ keepsProblems: true, unresolvedConnection: 'redis://localhost' });
  // What settings are missing here is no problem: the document says which there are.
  throwProblems(
    loaded.problems.filter(({ code }) => code !== 'PLACEHOLDER_UNRESOLVED'),
    'the handlers',
  );
  const { handlers, connections = {} } = loaded.options;
  const classes = handlers.filter((each): each is Class => typeof each === 'function');
  return describeApi(functionsAsWritten(classes, Object.keys(connections)), info);
}
