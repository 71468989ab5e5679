/** Asks the server of the page. Every path is relative, so that it works wherever the page is mounted. */
export async function read<Shape>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Shape> {
  const words = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => [name, String(each)]),
  );
  const search = words.length > 0 ? `?${new URLSearchParams(words).toString()}` : '';
  return answerOf<Shape>(await fetch(`api/${path}${search}`, signal ? { signal } : {}));
}

/** Where a file of dead letters is, which the browser writes to the disk as it comes. */
export function exportLink(functionId: string, where: readonly string[]): string {
  const words = [['function', functionId], ...where.map((each) => ['where', each])];
  return `api/export?${new URLSearchParams(words).toString()}`;
}

/** Has something changed. Rejects with what the server says against it. */
export async function change(action: string, body: object): Promise<{ what: string; change?: string }> {
  const response = await fetch(`api/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-redis-triggers': '1' },
    body: JSON.stringify(body),
  });
  return answerOf(response);
}

export type Query = Readonly<Record<string, string | number | readonly string[]>>;

/** What the server says against a request. */
export class Refused extends Error {}

async function answerOf<Shape>(response: Response): Promise<Shape> {
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as Shape;
  throw new Refused(messageIn(text) ?? `The server answered ${response.status}.`);
}

function messageIn(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message : undefined;
  } catch {
    return text.length > 0 && text.length < 500 && !text.startsWith('<') ? text : undefined;
  }
}
