import { heldKey } from '../../../lib/list/at-least-once/held-key.js';
import type { Fault } from './fault.js';
import type { Stage } from './stage.js';
import { consumerUser } from './open-stage.js';
import { functionId, source } from './trigger-under-test.js';

const noKey = 'a channel is not a key';
const noHeld = 'only a list at least once holds elements in a key beside it';
const noGroup = 'there is no consumer group';
const onlyStreams = 'only streams are trimmed';

/** What happens to keys, to permissions and to memory. */
export const keyFaults: readonly Fault[] = [
  {
    name: 'Key deleted under load',
    shortOn: ['list'],
    how: 'DEL, again and again',
    consumerIn: 'this process',
    notOn: { pubsub: noKey, exclusive: noKey },
    behaviour: 'unhurried',
    lastsInMs: { full: 4_000, short: 1_000 },
    strikesEveryMs: 300,
    strike: (stage) => stage.destroy('source', ['DEL', source]),
    health: 'either',
    idles: [],
    repeats: [],
  },
  {
    name: 'Held elements deleted under load',
    shortOn: ['reliableList'],
    how: 'DEL of the key beside the list, again and again, while elements wait in the process (`prefetch: 20`)',
    consumerIn: 'this process',
    notOn: { pubsub: noHeld, exclusive: noHeld, list: noHeld, stream: noHeld },
    behaviour: 'burdened',
    prefetch: 20,
    lastsInMs: { full: 4_000, short: 1_000 },
    strikesEveryMs: 300,
    strike: (stage) => stage.destroy('held', ['DEL', heldKey(source)]),
    health: 'either',
    idles: [],
    repeats: [],
    countsDestroyed: ['reliableList'],
  },
  {
    name: 'FLUSHALL under load',
    shortOn: ['stream', 'reliableList'],
    how: 'FLUSHALL, again and again',
    consumerIn: 'this process',
    behaviour: 'unhurried',
    lastsInMs: { full: 4_000, short: 1_000 },
    strikesEveryMs: 300,
    strike: (stage) => stage.destroy('everything', ['FLUSHALL']),
    health: { pubsub: 'ready', list: 'ready' },
    idles: [],
    repeats: [],
  },
  {
    name: 'Consumer group destroyed under load',
    shortOn: ['stream'],
    how: 'XGROUP DESTROY, again and again',
    consumerIn: 'this process',
    notOn: { pubsub: noGroup, exclusive: noGroup, list: noGroup, reliableList: noGroup },
    behaviour: 'unhurried',
    lastsInMs: { full: 2_000, short: 500 },
    strikesEveryMs: 1_000,
    strike: ({ admin }) => admin.xgroup('DESTROY', source, functionId),
    health: 'either',
    idles: [],
    // What another process had not acknowledged is delivered again, and all behind it.
    repeats: ['stream'],
  },
  {
    name: 'Stream trimmed under load',
    shortOn: ['stream'],
    how: 'XTRIM MAXLEN 0, again and again',
    consumerIn: 'this process',
    notOn: { pubsub: noKey, exclusive: noKey, list: onlyStreams, reliableList: onlyStreams },
    behaviour: 'unhurried',
    lastsInMs: { full: 4_000, short: 1_000 },
    strikesEveryMs: 300,
    strike: (stage) => stage.destroy('source', ['XTRIM', source, 'MAXLEN', 0]),
    health: 'ready',
    idles: [],
    repeats: [],
  },
  {
    name: 'Key of a wrong type',
    shortOn: ['list', 'reliableList', 'stream'],
    how: 'the key is renamed and a string put in its place; later it is put back',
    consumerIn: 'this process',
    notOn: { pubsub: noKey, exclusive: noKey },
    behaviour: 'unhurried',
    lastsInMs: { full: 8_000, short: 1_500 },
    strike: async ({ admin }: Stage): Promise<void> => {
      await admin.multi().rename(source, 'aside').set(source, 'a string').exec();
    },
    end: async ({ admin }: Stage): Promise<void> => {
      await admin.multi().del(source).rename('aside', source).exec();
    },
    health: 'not ready',
    idles: ['list', 'reliableList', 'stream'],
    // Of a key that is no stream no acknowledgement is waited for: what had just been handled comes again.
    repeats: ['stream'],
  },
  {
    name: 'Permissions revoked',
    since: '6.2',
    shortOn: ['pubsub', 'stream'],
    how: "ACL SETUSER: no command on the consumer's keys or channels; later all again",
    consumerIn: 'this process',
    ownUser: true,
    behaviour: 'unhurried',
    lastsInMs: { full: 8_000, short: 1_500 },
    strike: async ({ admin }: Stage): Promise<void> => {
      await admin.call('ACL', 'SETUSER', consumerUser.username, '-@list', '-@stream', 'resetchannels');
    },
    end: async ({ admin }: Stage): Promise<void> => {
      await admin.call('ACL', 'SETUSER', consumerUser.username, '+@all', '&*');
    },
    health: 'not ready',
    idles: ['pubsub', 'exclusive', 'list', 'reliableList', 'stream'],
    repeats: [],
  },
  {
    name: 'Out of memory',
    shortOn: ['list', 'reliableList', 'stream'],
    how: 'CONFIG SET maxmemory 1; one message in 100 fails and needs a dead letter',
    consumerIn: 'this process',
    behaviour: 'burdened',
    lastsInMs: { full: 8_000, short: 3_000 },
    strike: ({ admin }) => admin.config('SET', 'maxmemory', '1'),
    end: ({ admin }) => admin.config('SET', 'maxmemory', '0'),
    health: 'not ready',
    idles: [],
    repeats: [],
  },
];
