import type { Problem } from '../../errors/problem.js';
import type { Middleware } from '../../messages/middleware.js';
import type { DecorationMetadata } from '../../metadata/decoration-metadata.js';

/** The middleware of all these decorators, in their order; what is no function is a problem. */
export function readMiddleware(
  levels: readonly (readonly DecorationMetadata[])[],
  place: string,
  problems: Problem[],
): Middleware[] {
  const given = levels
    .flat()
    .flatMap((each) => (each.decorator === 'UseMiddleware' ? [...each.middleware.entries()] : []));
  for (const [index, middleware] of given) {
    if (typeof middleware === 'function') continue;
    const what = `argument ${index + 1} of the decorator @UseMiddleware is not a function`;
    const remedy = 'Pass functions (context, next).';
    problems.push({ code: 'OPTION_INVALID', place, what, remedy });
  }
  return given.flatMap(([, middleware]) =>
    typeof middleware === 'function' ? [middleware as Middleware] : [],
  );
}
