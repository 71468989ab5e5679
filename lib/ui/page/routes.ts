import { useEffect, useState } from 'preact/hooks';

/** Where somebody is: behind the # of the address, so that the page works under any path. */
export interface Route {
  readonly screen: string;
  /** The id of a function. */
  readonly id: string | undefined;
  readonly query: URLSearchParams;
}

/** The address of a screen. */
export function linkTo(screen: string, id?: string, query?: Readonly<Record<string, string>>): string {
  const search = query && Object.keys(query).length > 0 ? `?${new URLSearchParams(query).toString()}` : '';
  return `#/${screen}${id === undefined ? '' : `/${encodeURIComponent(id)}`}${search}`;
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = (): void => setHash(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return readRoute(hash);
}

function readRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [screen = '', id] = path.split('/');
  return { screen: screen || 'functions', id: decoded(id), query: new URLSearchParams(search) };
}

/** Somebody may have written the address by hand. */
function decoded(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
