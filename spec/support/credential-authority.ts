import type { Redis } from 'ioredis';
import type { Credentials } from '../../lib/redis/credentials/credentials.js';
import { hasChannelRules } from './acl-rules.js';
import { Recorder } from './recorder.js';

/** Rules of a user who may do all there is. */
export const everything = ['~*', ...(hasChannelRules ? ['&*'] : []), '+@all'];

/**
 * Gives credentials that end, as a cloud does: each is a user of its own, which is deleted when its time is
 * over. Redis then kills every connection that is still this user's.
 */
export class CredentialAuthority {
  readonly given = new Recorder<Credentials>();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly admin: Redis,
    private readonly lifetimeInMs: number,
  ) {}

  readonly provide = async (): Promise<Credentials> => {
    const number = this.given.items.length + 1;
    const username = `worker-${number}`;
    const password = `secret of ${username}, and no other`;
    await this.admin.call('ACL', 'SETUSER', username, 'on', `>${password}`, ...everything);
    this.expire(username);
    const credentials = { username, password, expiresAt: new Date(Date.now() + this.lifetimeInMs) };
    this.given.add(credentials);
    return credentials;
  };

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private expire(username: string): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.admin.call('ACL', 'DELUSER', username).catch(() => undefined);
    }, this.lifetimeInMs);
    this.timers.add(timer);
  }
}
