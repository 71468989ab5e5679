import type { Authorization, PageOptions, PageRequest } from '../page-options.js';
import type { Rights } from '../shapes.js';

/** Whoever asks, and what they may do besides looking. */
export interface Visitor {
  readonly can: Rights;
  readonly who?: string;
}

/** Why a request is not answered. */
export interface Refusal {
  readonly status: 403 | 405 | 415 | 500;
  readonly message: string;
}

export type Admission =
  | { readonly visitor: Visitor; readonly refusal?: undefined }
  | { readonly visitor?: Visitor; readonly refusal: Refusal };

/** A header that only the page's own script sends: another site would have to ask first, which is never allowed. */
export const ownHeader = 'x-redis-triggers';

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

const everything: Rights = { replay: true, remove: true, pause: true, send: true };
const nothing: Rights = { replay: false, remove: false, pause: false, send: false };

/**
 * Decides who gets in. In this order: the name by which the server was reached, because a foreign name may be made to lead
 * here (DNS rebinding); who asks; whether another site made the browser ask; and for a change, whether it is the page's own.
 */
export async function admit(
  request: PageRequest,
  { authorize, hosts = [] }: Pick<PageOptions, 'authorize' | 'hosts'>,
): Promise<Admission> {
  const { method, headers } = request;
  const host = headers.get('host') ?? '';
  if (!isAllowedHost(host, hosts)) {
    return refuse(
      403,
      `The page is not served under this name. Reach it as localhost, or add the name to the option "hosts".`,
    );
  }
  if (!['GET', 'HEAD', 'POST'].includes(method)) return refuse(405, 'Only GET and POST are known here.');
  const authorization = await askWho(request, authorize);
  if (authorization === 'unanswered') return refuse(500, 'The option "authorize" failed.');
  if (authorization === 'none') return refuse(403, authorize ? 'You may not see this.' : closedByDefault);
  const visitor = visitorOf(authorization);
  const refusal = foreignness(request, host, hosts);
  return refusal ? { visitor, refusal } : { visitor };
}

const closedByDefault =
  'Without the option "authorize", only browsers on the same machine get in, and not through a proxy.';

function refuse(status: Refusal['status'], message: string): Admission {
  return { refusal: { status, message } };
}

async function askWho(
  request: PageRequest,
  authorize: PageOptions['authorize'],
): Promise<Authorization | 'unanswered'> {
  if (!authorize) return isOnThisMachine(request) ? 'all' : 'none';
  try {
    const answer: unknown = await authorize(request);
    return isAuthorization(answer) ? answer : 'none';
  } catch {
    return 'unanswered';
  }
}

/** A proxy on the same machine lets others in, and says so in one of these headers. */
function isOnThisMachine({ remoteAddress = '', headers }: PageRequest): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers.has(name));
  return !isForwarded && /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(remoteAddress);
}

function isAuthorization(answer: unknown): answer is Authorization {
  return answer === 'read' || answer === 'all' || (typeof answer === 'object' && answer !== null);
}

/** A member that is not exactly `true` is no right. */
function visitorOf(authorization: Exclude<Authorization, 'none'>): Visitor {
  if (authorization === 'all') return { can: everything };
  if (authorization === 'read') return { can: nothing };
  const { who, replay, remove, pause, send } = authorization;
  const can = {
    replay: replay === true,
    remove: remove === true,
    pause: pause === true,
    send: send === true,
  };
  return { can, ...(typeof who === 'string' && who !== '' && { who }) };
}

function isAllowedHost(host: string, hosts: readonly string[]): boolean {
  const name = nameOf(host);
  return name !== undefined && (loopbackNames.has(name) || hosts.some((each) => each.toLowerCase() === name));
}

/** The name in a Host header, without the port; undefined for what is none. */
function nameOf(host: string): string | undefined {
  return /^(\[[0-9a-f:]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/.exec(host.toLowerCase())?.[1];
}

/** Why this may not be a request of the page itself. */
function foreignness(
  { method, url, headers }: PageRequest,
  host: string,
  hosts: readonly string[],
): Refusal | undefined {
  const site = headers.get('sec-fetch-site') ?? undefined;
  if (method !== 'POST') {
    // A link to the page may stand anywhere; nothing else may be asked for by another site.
    const isVisit =
      headers.get('sec-fetch-mode') === 'navigate' &&
      headers.get('sec-fetch-dest') === 'document' &&
      !/\/api\/[^/]*$/.test(url.replace(/[?#].*$/s, ''));
    const isOwn = site === undefined || site === 'same-origin' || site === 'none' || isVisit;
    return isOwn ? undefined : { status: 403, message: 'Another site may not ask for this.' };
  }
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return { status: 415, message: 'A change is sent as application/json.' };
  const isOwnSite = site === undefined || site === 'same-origin';
  const isOwnOrigin = originHostOf(headers.get('origin'), hosts) === 'listed' || originOf(headers) === host;
  if (isOwnSite && isOwnOrigin && headers.get(ownHeader) === '1') return undefined;
  return { status: 403, message: 'Only the page itself may change something.' };
}

function originOf(headers: Headers): string | undefined {
  const origin = headers.get('origin');
  return origin === null || !URL.canParse(origin) ? undefined : new URL(origin).host;
}

/** A proxy may rewrite the Host header: the origin is then one of the names that were given. */
function originHostOf(origin: string | null, hosts: readonly string[]): 'listed' | undefined {
  if (origin === null || !URL.canParse(origin)) return undefined;
  const { hostname } = new URL(origin);
  return hosts.some((each) => each.toLowerCase() === hostname) ? 'listed' : undefined;
}
