import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a page answered. */
export interface PageAnswer<Shape = unknown> {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Throws where it is no JSON. */
  readonly json: Shape;
}

export interface PageCall {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A server on a free port, and what asks it: with headers that no `fetch` would send, too. */
export class PageServer {
  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly path: string,
  ) {}

  static async start(listener: RequestListener, path = '/', port = 0): Promise<PageServer> {
    const server = createServer(listener);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new PageServer(server, (server.address() as AddressInfo).port, path);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}${this.path}`;
  }

  get<Shape = unknown>(
    path: string,
    query: Readonly<Record<string, string>> = {},
    call: PageCall = {},
  ): Promise<PageAnswer<Shape>> {
    const search = new URLSearchParams(query).toString();
    return askPage<Shape>(this.port, `${this.path}${path}${search === '' ? '' : `?${search}`}`, call);
  }

  /** As the script of the page does it. */
  post<Shape = unknown>(action: string, body: unknown, call: PageCall = {}): Promise<PageAnswer<Shape>> {
    return askPage<Shape>(this.port, `${this.path}api/${action}`, {
      method: 'POST',
      body: JSON.stringify(body),
      ...call,
      headers: { ...ownHeaders(this.port), ...call.headers },
    });
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

/** What browsers send with a change of the page. */
export function ownHeaders(port: number): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'x-redis-triggers': '1',
    origin: `http://127.0.0.1:${port}`,
    'sec-fetch-site': 'same-origin',
  };
}

/** One request, exactly as it is given: no path is put straight, and an empty header is left out. */
export function askPage<Shape = unknown>(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: PageCall = {},
): Promise<PageAnswer<Shape>> {
  return new Promise((resolve, reject) => {
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers: given }, (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          get json() {
            return JSON.parse(text) as Shape;
          },
        });
      });
    });
    // A server that refuses a long body may close before all of it is written.
    request.on('error', reject);
    request.end(body);
  });
}
