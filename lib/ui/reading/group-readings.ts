import type { LetterFilter } from '../../dead-letter-tools/letter-filter.js';
import { LetterReader } from '../../dead-letter-tools/letter-reader.js';
import type { GroupPage } from '../letter-shapes.js';
import { readGroups, type OpenLetters } from './letters.js';

/** So many functions and searches are remembered: those that somebody looks at. */
const mostKept = 20;

interface Known {
  readonly stamp: string;
  readonly page: Promise<GroupPage>;
  isUnderWay: boolean;
}

/**
 * Dead letters by error, as the page asks for them every few seconds: read anew only where some came or went, which two commands a stream
 * tell, and once for all who look.
 */
export class GroupReadings {
  private readonly known = new Map<string, Known>();

  async get(open: OpenLetters, filters: readonly LetterFilter[]): Promise<GroupPage> {
    const key = JSON.stringify([open.descriptor.id, filters]);
    const reader = new LetterReader(open.descriptor, open.client);
    // One that is removed changes the number, and one that comes is the newest.
    const stamp = JSON.stringify(await Promise.all([reader.count(), reader.bounds()]));
    const known = this.known.get(key);
    if (known && (known.isUnderWay || known.stamp === stamp)) return known.page;
    return this.read(key, stamp, readGroups(open, filters));
  }

  private read(key: string, stamp: string, page: Promise<GroupPage>): Promise<GroupPage> {
    const made: Known = { stamp, page, isUnderWay: true };
    this.known.delete(key);
    this.known.set(key, made);
    const [oldest] = this.known.keys();
    if (oldest !== undefined && this.known.size > mostKept) this.known.delete(oldest);
    page.then(
      () => (made.isUnderWay = false),
      () => this.known.get(key) === made && this.known.delete(key),
    );
    return page;
  }
}
