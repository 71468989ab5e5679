import { gzipSync } from 'node:zlib';
import type { Answer, Asked, WholeAnswer } from './node-handler.js';
import { securityHeaders } from './security-headers.js';

/** Shorter texts do not become smaller. */
const leastCompressed = 1_000;

/**
 * The path within the page, wherever that is mounted: what stands behind the last slash, and `api/` before it. Undefined for
 * what has no slash at its end and is none of ours.
 */
export function pathWithin(url: string): string | undefined {
  const path = url.replace(/[?#].*$/s, '');
  const [, found] = /(?:^|\/)(api\/[a-z]+|page\.js|page\.css|icon\.svg|)$/.exec(path) ?? [];
  return found;
}

/** To the same with a slash, because links are relative. The name alone is repeated: a whole path might be another host. */
export function redirect(url: string): Answer {
  const last =
    url
      .replace(/[?#].*$/s, '')
      .split('/')
      .at(-1) ?? '';
  if (!/^[\w%~.-]+$/.test(last) || last.includes('..')) return plain(404, 'There is nothing here.');
  return { ...plain(308, ''), headers: { ...securityHeaders, location: `./${last}/` } };
}

/** Something that was read: again only when it is another one, and compressed where the browser can read that. */
export function finish(asked: Asked, status: number, type: string, body: string, etag: string): Answer {
  const { headers } = asked.request;
  const common = { ...securityHeaders, 'content-type': type, etag };
  if (status === 200) {
    if (headers.get('if-none-match') === etag) return { status: 304, headers: common, body: '' };
    // It is asked for each time, and sent when it is another one.
    Object.assign(common, { 'cache-control': 'private, no-cache' });
  }
  const isCompressed =
    body.length >= leastCompressed && /\bgzip\b/.test(headers.get('accept-encoding') ?? '');
  if (!isCompressed) return { status, headers: common, body };
  return { status, headers: { ...common, 'content-encoding': 'gzip' }, body: gzipSync(body, { level: 4 }) };
}

export function plain(status: number, message: string): WholeAnswer {
  return {
    status,
    headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' },
    body: message,
  };
}

export function json(status: number, body: object): Answer {
  const headers = { ...securityHeaders, 'content-type': 'application/json' };
  return { status, headers, body: JSON.stringify(body) };
}

/** A file for the disk of whoever asks, which is never in memory as a whole. */
export function download(name: string, type: string, body: AsyncIterable<string>): Answer {
  const headers = {
    ...securityHeaders,
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
  };
  return { status: 200, headers, body };
}
