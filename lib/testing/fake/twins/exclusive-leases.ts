import type { ScriptTools, ScriptTwin } from '../scripts/scripts.js';

interface Lease {
  readonly holder: string;
  readonly since: number;
  readonly until: number;
}

/** What `lib/scripts/hold-exclusive.ts` does. */
export const holdExclusiveTwin: ScriptTwin = ({ keys, args, now, call }) => {
  const [key = ''] = keys;
  const [holder = '', leaseInMs = '', rememberInMs = '', ageInMs = ''] = args.map(String);
  const lease = readLease(call, key);
  if (lease && lease.holder !== holder && lease.until > now) return [0, 0];
  const unheld = lease ? (lease.until <= now ? now - lease.since : 0) : -1;
  writeLease(
    call,
    key,
    { holder, since: now - Number(ageInMs), until: now + Number(leaseInMs) },
    rememberInMs,
  );
  return [1, unheld];
};

/** What `lib/scripts/release-exclusive.ts` does. */
export const releaseExclusiveTwin: ScriptTwin = ({ keys, args, now, call }) => {
  const [key = ''] = keys;
  const [holder = '', ageInMs = ''] = args.map(String);
  if (readLease(call, key)?.holder !== holder) return 0;
  writeLease(call, key, { holder, since: now - Number(ageInMs), until: now }, Number(call('PTTL', key)));
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
  rememberInMs: number | string,
): void {
  call('DEL', key);
  call('HSET', key, 'holder', holder, 'since', since, 'until', until);
  call('PEXPIRE', key, rememberInMs);
}
