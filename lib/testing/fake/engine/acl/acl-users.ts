import type { Bytes } from '../../resp/bytes.js';
import type { VersionNumber } from '../../versions.js';
import { AclUser, hashPassword } from './acl-user.js';

/** The users. There is always one named `default`, as which clients come without AUTH. */
export class AclUsers {
  private readonly users = new Map<Bytes, AclUser>();
  readonly default: AclUser;

  constructor(private readonly version: VersionNumber) {
    this.default = this.create('default');
    this.default.isOn = true;
    this.default.needsNoPassword = true;
    this.default.keyPatterns = [{ pattern: '*', read: true, write: true }];
    this.default.channelPatterns = ['*'];
    this.default.commands.add(true, '@all');
  }

  get(name: Bytes): AclUser | undefined {
    return this.users.get(name);
  }

  all(): AclUser[] {
    return [...this.users.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  create(name: Bytes): AclUser {
    const user = new AclUser(name);
    // Channels were open to new users before 7.0.
    if (this.version < 7) user.channelPatterns = ['*'];
    this.users.set(name, user);
    return user;
  }

  delete(name: Bytes): boolean {
    return this.users.delete(name);
  }

  authenticate(name: Bytes, password: Bytes): AclUser | undefined {
    const user = this.users.get(name);
    return user?.accepts(password) ? user : undefined;
  }

  /** The user that a new connection has without AUTH. */
  forNewClient(): AclUser | undefined {
    return this.default.isOn && this.default.needsNoPassword ? this.default : undefined;
  }

  setDefaultPassword(password: Bytes): void {
    this.default.passwords.clear();
    this.default.needsNoPassword = password === '';
    if (password !== '') this.default.passwords.add(hashPassword(password));
  }
}
