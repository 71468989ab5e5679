import type { Bytes } from '../../resp/bytes.js';
import type { AclSelector, AclUser } from '../../engine/acl/acl-user.js';

/** The rules that make such a user, as ACL LIST shows them. */
export function describeUser(user: AclUser, version: number): Bytes {
  const passwords = [...user.passwords].map((hash) => `#${hash}`);
  const parts = [
    'user',
    user.name,
    user.isOn ? 'on' : 'off',
    user.needsNoPassword ? 'nopass' : '',
    version >= 7.2 ? 'sanitize-payload' : '',
    ...passwords,
    describeSelector(user, version),
    ...user.selectors.map((selector) => `(${describeSelector(selector, version)})`),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function describeSelector(selector: AclSelector, version: number): Bytes {
  const parts = [
    describeKeys(selector),
    ...(version >= 6.2 ? [describeChannels(selector, { withReset: true })] : []),
    selector.commands.toString(),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

export function describeKeys({ keyPatterns }: AclSelector): Bytes {
  return keyPatterns
    .map(({ pattern, read, write }) =>
      read && write ? `~${pattern}` : `%${read ? 'R' : ''}${write ? 'W' : ''}~${pattern}`,
    )
    .join(' ');
}

export function describeChannels({ channelPatterns }: AclSelector, { withReset = false } = {}): Bytes {
  const patterns = channelPatterns.map((pattern) => `&${pattern}`);
  const isOpen = channelPatterns.includes('*');
  return [...(withReset && !isOpen ? ['resetchannels'] : []), ...patterns].join(' ');
}
