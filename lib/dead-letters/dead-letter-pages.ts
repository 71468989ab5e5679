import type { CommandSender, RedisCommand } from '../redis/commands/command-sender.js';
import { runScriptIfPermitted } from '../redis/commands/run-script.js';
import { fieldPairs, idAfter, idBefore, type EntryReply } from '../redis/commands/stream-reply.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import type { StreamField } from '../messages/stream-entry.js';
import { findDeadLetters, newestId } from '../redis/commands/lua/find-dead-letters.js';
import { readDeadLetter } from './read-dead-letter.js';

/** The most that are read in one go. */
const pageSize = 100;

/** A page has about so many bytes, but at least one dead letter: a slow connection must bring it in time. */
const mostBytes = 1024 * 1024;

/** What a script looks at in one go, in bytes: Redis does nothing else meanwhile. */
const mostBytesLookedAt = 16 * 1024 * 1024;

/** Enough of a dead letter to remove it, or to have Redis put it back. */
export type DeadLetterRef = Pick<DeadLetter, 'key' | 'id' | 'source'>;

/** Reads a stream of dead letters, page by page. */
export class DeadLetterPages {
  constructor(private readonly client: CommandSender) {}

  /** The dead letters up to an id, at most `limit`; those before `from` are left out. */
  letters(
    key: string,
    last: string | undefined,
    limit: number,
    from = '-',
  ): AsyncGenerator<DeadLetter, void, undefined> {
    const ask: AskForPage = (first, count) => ['XRANGE', key, first, String(last), 'COUNT', count];
    return this.read(key, { from: last && from, limit, ask, next: idAfter });
  }

  /** The dead letters from an id on back to the oldest. */
  newestFirst(key: string, newest: string | undefined): AsyncGenerator<DeadLetter, void, undefined> {
    const ask: AskForPage = (from, count) => ['XREVRANGE', key, from, '-', 'COUNT', count];
    return this.read(key, { from: newest, limit: Infinity, ask, next: idBefore });
  }

  /** Which there are up to an id, without their messages where Redis runs scripts for this user. */
  async *refs(key: string, last: string | undefined): AsyncGenerator<DeadLetterRef, void, undefined> {
    for (let from = last && '-'; from !== undefined;) {
      const args = [from, String(last), pageSize, mostBytesLookedAt];
      const reply = await runScriptIfPermitted(this.client, findDeadLetters, [key], args);
      if (reply === undefined) {
        yield* this.letters(key, last, Infinity);
        return;
      }
      const [end, found] = reply as [Buffer | null, Buffer[]];
      for (let index = 0; index < found.length; index += 2) {
        yield { key, id: String(found[index]), source: String(found[index + 1]) };
      }
      from = end ? idAfter(end.toString()) : undefined;
    }
  }

  /** One dead letter with its message; undefined where it is gone. */
  async letter({ key, id }: DeadLetterRef): Promise<DeadLetter | undefined> {
    const [found] = await this.range(['XRANGE', key, id, id]);
    return found && readDeadLetter(key, id, found[1]);
  }

  /** The id of the newest; undefined where there is none. */
  async newest(key: string): Promise<string | undefined> {
    const reply = await runScriptIfPermitted(this.client, newestId, [key], []);
    if (reply !== undefined) return (reply as Buffer | null)?.toString();
    const [newest] = await this.range(['XREVRANGE', key, '+', '-', 'COUNT', 1]);
    return newest?.[0];
  }

  private async *read(
    key: string,
    { from: first, limit, ask, next }: ReadPages,
  ): AsyncGenerator<DeadLetter, void, undefined> {
    // How large they are is not known before the first is here.
    let count = 1;
    let left = limit;
    for (let from = first; from !== undefined && left > 0;) {
      const asked = Math.min(count, left);
      const page = await this.range(ask(from, asked));
      for (const [id, fields] of page) {
        const letter = readDeadLetter(key, id, fields);
        if (!letter) continue;
        left -= 1;
        yield letter;
      }
      const end = page.at(-1);
      if (!end || page.length < asked) return;
      count = nextCount(page);
      from = next(end[0]);
    }
  }

  private async range(command: RedisCommand): Promise<[id: string, fields: StreamField[]][]> {
    const reply = (await this.client.send(command)) as EntryReply[];
    return reply.map(([id, fields]) => [id.toString(), fieldPairs(fields ?? [])]);
  }
}

/** The command that reads so many from an id on. */
type AskForPage = (from: string, count: number) => RedisCommand;

interface ReadPages {
  /** Undefined where there is nothing to read. */
  readonly from: string | undefined;
  readonly limit: number;
  readonly ask: AskForPage;
  /** The id after one; undefined at the end. */
  readonly next: (id: string) => string | undefined;
}

/** By the size of those that came, but at most eight times as many. */
function nextCount(page: readonly (readonly [id: string, fields: readonly StreamField[]])[]): number {
  let bytes = 1;
  for (const [, fields] of page) for (const [name, value] of fields) bytes += name.length + value.length;
  const fitting = Math.floor((mostBytes * page.length) / bytes);
  return Math.max(1, Math.min(pageSize, 8 * page.length, fitting));
}
