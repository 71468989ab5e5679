import { processesLastInMs } from '../../../redis/commands/lua/fleet-beat.js';
import type { ScriptEquivalent, ScriptTools, ScriptValue } from '../scripts/scripts.js';

/** What `lib/redis/commands/lua/fleet-beat.ts` does. */
export const fleetBeatEquivalent: ScriptEquivalent = ({ keys, args, now, call }) => {
  const [processes, process, pauses, reader, minute] = keys as [Buffer, Buffer, Buffer, Buffer, Buffer];
  const [id = '', beat = '', ttlInMs = '', keepInMs = '', document = '', ...counters] = args.map(String);
  if (textOf(call('HGET', process, 'beat')) !== beat && counters.length > 0) {
    for (let index = 0; index < counters.length; index += 2) {
      call('HINCRBY', minute, counters[index] ?? '', counters[index + 1] ?? '');
    }
    call('PEXPIRE', minute, keepInMs);
  }
  call('HSET', process, 'beat', beat, 'process', document);
  call('PEXPIRE', process, ttlInMs);
  call('ZREMRANGEBYSCORE', processes, '-inf', now);
  call('ZADD', processes, now + Number(ttlInMs), id);
  call('PEXPIRE', processes, processesLastInMs);
  call('SET', reader, id, 'NX', 'PX', ttlInMs);
  const reads = textOf(call('GET', reader)) === id;
  if (reads) call('PEXPIRE', reader, ttlInMs);
  return [now, reads ? 1 : 0, call('HGETALL', pauses)];
};

/** What `lib/redis/commands/lua/fleet-leave.ts` does. */
export const fleetLeaveEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [processes, process, reader] = keys as [Buffer, Buffer, Buffer];
  const [id = ''] = args.map(String);
  call('DEL', process);
  call('ZREM', processes, id);
  if (textOf(call('GET', reader)) === id) call('DEL', reader);
  return 1;
};

/** What `lib/redis/commands/lua/fleet-pause.ts` does. */
export const fleetPauseEquivalent: ScriptEquivalent = ({ keys, args, now, call }) => {
  const [pauses] = keys as [Buffer];
  const [functionId = '', forInMs = ''] = args.map(String);
  let since = now;
  for (const [paused, value] of fieldsOf(call, pauses)) {
    const [, over = '0', began = '0'] = /^(\d+) (\d+)$/.exec(value) ?? [];
    if (over !== '0' && Number(over) <= now) call('HDEL', pauses, paused);
    else if (paused === functionId && began !== '0') since = Number(began);
  }
  const until = forInMs === '0' ? 0 : now + Number(forInMs);
  call('HSET', pauses, functionId, `${until} ${since}`);
  return [until, since];
};

function fieldsOf(call: ScriptTools['call'], key: Buffer): [string, string][] {
  const flat = (call('HGETALL', key) as readonly Buffer[]).map(String);
  return flat.flatMap((field, index): [string, string][] =>
    index % 2 === 0 ? [[field, flat[index + 1] ?? '']] : [],
  );
}

function textOf(reply: ScriptValue): string | undefined {
  return Buffer.isBuffer(reply) ? reply.toString() : undefined;
}
