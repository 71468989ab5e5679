import { throwProblems } from '../errors/redis-triggers-error.js';
import { addOnPortOf } from '../runtime/add-on-port.js';
import { checkPageOptions, type PageOptions } from './page-options.js';
import { runtimeSource } from './page-source.js';
import { servePage, type Page } from './serve-page.js';

/**
 * Makes the page of a runtime: every function, its backlog and its dead letters, to be seen and steered in a browser. Also
 * before `start()`. Mount its handler under any path; without `authorize` only browsers on the same machine get in.
 *
 * @throws RedisTriggersError PAGE_OPTION_INVALID
 */
export function createPage(options: PageOptions): Page {
  throwProblems(checkPageOptions(options), 'createPage');
  const { runtime, ...others } = options;
  const page = servePage(runtimeSource(runtime), others, addOnPortOf(runtime).clock);
  runtime.once('stopped', () => page.close());
  return page;
}
