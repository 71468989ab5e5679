import { isStreamed, mostBodyBytes, type Answer, type Asked } from './node-handler.js';

/** Makes a fetch handler of something that answers. Who connects is not known to it. */
export function fetchHandler(
  answer: (asked: Asked) => Promise<Answer>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search, host } = new URL(request.url);
    const headers = new Headers(request.headers);
    // A server that made the URL of the Host header may have left that out.
    if (!headers.has('host')) headers.set('host', host);
    const asked: Asked = {
      request: {
        method: request.method,
        url: pathname + search,
        headers,
        remoteAddress: undefined,
        original: request,
      },
      body: () => readBody(request),
    };
    const answered = await answer(asked);
    const { status, headers: given } = answered;
    // A stream of bytes whose reader decides how fast it is made; what fails half-way fails there, too.
    const body = isStreamed(answered) ? bytesOf(answered.body) : answered.body;
    const isEmpty = status === 304 || request.method === 'HEAD';
    return new Response(isEmpty ? null : body, { status, headers: given });
  };
}

function bytesOf(texts: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = texts[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

async function readBody({ body }: Request): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > mostBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
