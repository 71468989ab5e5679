import type { ScriptTools, ScriptEquivalent } from '../scripts/scripts.js';

interface Lease {
  readonly holder: string;
  readonly since: number;
  readonly until: number;
}

/** What `lib/redis/commands/lua/hold-exclusive.ts` does. */
export const holdExclusiveEquivalent: ScriptEquivalent = ({ keys, args, now, call }) => {
  const [key = ''] = keys;
  const [asking = '', leaseInMs = '', rememberInMs = '', ageInMs = '', knows = '', otherAgeInMs = ''] =
    args.map(String);
  const write = (holder: string, age: number): void =>
    writeLease(call, key, { holder, since: now - age, until: now + Number(leaseInMs) }, rememberInMs);
  const lease = readLease(call, key);
  const holder = lease?.holder === '' && knows === 'holds' ? asking : lease?.holder;
  if (lease && holder !== asking && lease.until > now) return [0, now - lease.since];
  if (!lease && knows === 'waits') {
    write('', Number(otherAgeInMs));
    return [0, Number(otherAgeInMs)];
  }
  const unheld = lease ? (lease.until <= now ? now - lease.since : 0) : -1;
  write(asking, Number(ageInMs));
  return [1, unheld];
};

/** What `lib/redis/commands/lua/release-exclusive.ts` does. */
export const releaseExclusiveEquivalent: ScriptEquivalent = ({ keys, args, now, call }) => {
  const [key = ''] = keys;
  const [asking = '', rememberInMs = '', ageInMs = ''] = args.map(String);
  const holder = readLease(call, key)?.holder ?? '';
  if (holder !== '' && holder !== asking) return 0;
  writeLease(call, key, { holder: asking, since: now - Number(ageInMs), until: now }, rememberInMs);
  return 1;
};

function readLease(call: ScriptTools['call'], key: Buffer | string): Lease | undefined {
  const members = call('HMGET', key, 'holder', 'since', 'until') as readonly (Buffer | null)[];
  const [holder, since, until] = members.map((member) => member?.toString());
  return holder === undefined ? undefined : { holder, since: Number(since), until: Number(until) };
}

function writeLease(
  call: ScriptTools['call'],
  key: Buffer | string,
  { holder, since, until }: Lease,
  rememberInMs: string,
): void {
  call('DEL', key);
  call('HSET', key, 'holder', holder, 'since', since, 'until', until);
  call('PEXPIRE', key, rememberInMs);
}
