import { createHash } from 'node:crypto';
import type { Bytes } from '../../resp/bytes.js';
import { matchesGlob } from '../glob.js';
import { CommandPermissions } from './command-permissions.js';

export interface KeyPattern {
  readonly pattern: Bytes;
  readonly read: boolean;
  readonly write: boolean;
}

/** How a command uses a key, as far as `%R~` and `%W~` tell it apart. */
export type KeyAccess = 'R' | 'W' | 'RW';

export const hashPassword = (password: Bytes): string =>
  createHash('sha256').update(password, 'latin1').digest('hex');

/** What a user may do: with these commands, to these keys and channels. A user can have several of them. */
export class AclSelector {
  keyPatterns: KeyPattern[] = [];
  channelPatterns: Bytes[] = [];
  commands = new CommandPermissions();

  /** Whether there is nothing that it may not do. */
  get isUnrestricted(): boolean {
    const [key] = this.keyPatterns;
    return (
      this.commands.allowsAll &&
      key?.pattern === '*' &&
      key.read &&
      key.write &&
      this.channelPatterns[0] === '*'
    );
  }

  copySelector(from: AclSelector): void {
    this.keyPatterns = [...from.keyPatterns];
    this.channelPatterns = [...from.channelPatterns];
    this.commands = from.commands.copy();
  }

  mayUseKey(key: Bytes, access: KeyAccess): boolean {
    return this.keyPatterns.some(
      ({ pattern, read, write }) =>
        (read || !access.includes('R')) && (write || !access.includes('W')) && matchesGlob(pattern, key),
    );
  }

  /** For PSUBSCRIBE (`isPattern`) the very text of the pattern must be allowed. */
  mayUseChannel(channel: Bytes, isPattern: boolean): boolean {
    return this.channelPatterns.some(
      (pattern) => pattern === '*' || (isPattern ? pattern === channel : matchesGlob(pattern, channel)),
    );
  }
}

/** A user. What one of its selectors allows, or its own rules, it may do. */
export class AclUser extends AclSelector {
  isOn = false;
  needsNoPassword = false;
  readonly passwords = new Set<string>();
  /** Those in parentheses, since 7.0. */
  selectors: AclSelector[] = [];

  constructor(readonly name: Bytes) {
    super();
  }

  /** Its present permissions, to be restored when a change fails halfway. */
  snapshot(): AclUser {
    const copy = new AclUser(this.name);
    copy.restore(this);
    return copy;
  }

  restore(from: AclUser): void {
    this.isOn = from.isOn;
    this.needsNoPassword = from.needsNoPassword;
    this.copySelector(from);
    // A selector is not changed once it is made.
    this.selectors = [...from.selectors];
    const passwords = [...from.passwords];
    this.passwords.clear();
    for (const password of passwords) this.passwords.add(password);
  }

  accepts(password: Bytes): boolean {
    return this.isOn && (this.needsNoPassword || this.passwords.has(hashPassword(password)));
  }

  /** Whether its own rules or one of its selectors allow it to listen to this. */
  mayListenTo(channel: Bytes, isPattern: boolean): boolean {
    return [this, ...this.selectors].some((selector) => selector.mayUseChannel(channel, isPattern));
  }
}
