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

/** A user and what it may do. */
export class AclUser {
  isOn = false;
  needsNoPassword = false;
  readonly passwords = new Set<string>();
  keyPatterns: KeyPattern[] = [];
  channelPatterns: Bytes[] = [];
  commands = new CommandPermissions();

  constructor(readonly name: Bytes) {}

  /** Its present permissions, to be restored when a change fails halfway. */
  snapshot(): AclUser {
    const copy = new AclUser(this.name);
    copy.restore(this);
    return copy;
  }

  restore(from: AclUser): void {
    this.isOn = from.isOn;
    this.needsNoPassword = from.needsNoPassword;
    this.keyPatterns = [...from.keyPatterns];
    this.channelPatterns = [...from.channelPatterns];
    this.commands = from.commands.copy();
    const passwords = [...from.passwords];
    this.passwords.clear();
    for (const password of passwords) this.passwords.add(password);
  }

  accepts(password: Bytes): boolean {
    return this.isOn && (this.needsNoPassword || this.passwords.has(hashPassword(password)));
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
