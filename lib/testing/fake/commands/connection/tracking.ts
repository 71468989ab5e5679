import type { Bytes } from '../../resp/bytes.js';
import { fields, ok, setOf, type Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import type { TrackingOptions } from '../../engine/tracking.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';
import { integerFrom } from '../numbers.js';

const plain = 'noscript loading stale';

export const trackingCommands: CommandDeclarations = {
  'client|tracking': { arity: -3, flags: plain, run: track },
  'client|caching': { arity: 3, flags: plain, run: setCaching },
  'client|getredir': {
    arity: 2,
    flags: plain,
    run: ({ client, engine }) => {
      const options = engine.tracking.optionsOf(client);
      return options ? (options.redirect ?? 0) : -1;
    },
  },
  'client|trackinginfo': { arity: 2, flags: plain, since: 6.2, run: describeTracking },
};

function track({ client, engine }: CommandContext, [, , mode, ...words]: readonly Bytes[]): Reply {
  const options = trackingOptions(words, engine);
  const word = mode?.toLowerCase();
  if (word === 'off') {
    engine.tracking.stop(client);
    return ok;
  }
  if (word !== 'on') throw syntaxError();
  const former = engine.tracking.optionsOf(client);
  if (options.prefixes === undefined && words.some((one) => one.toUpperCase() === 'PREFIX')) {
    throw new CommandError('ERR PREFIX option requires BCAST mode to be enabled');
  }
  if (former && (former.prefixes === undefined) !== (options.prefixes === undefined)) {
    throw new CommandError(
      "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode.",
    );
  }
  if (options.prefixes && options.mode) {
    throw new CommandError('ERR OPTIN and OPTOUT are not compatible with BCAST');
  }
  if (former?.mode && options.mode && former.mode !== options.mode) {
    throw new CommandError(
      "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it with a different mode.",
    );
  }
  assertPrefixes(options.prefixes ?? [], former?.prefixes ?? []);
  const prefixes = options.prefixes && joinPrefixes([...(former?.prefixes ?? []), ...options.prefixes]);
  engine.tracking.start(client, { ...options, prefixes });
  return ok;
}

function trackingOptions(words: readonly Bytes[], { clients }: CommandContext['engine']): TrackingOptions {
  let [redirect, mode]: [number | undefined, TrackingOptions['mode']] = [undefined, undefined];
  let [isBroadcast, noLoop, hasBoth] = [false, false, false];
  const prefixes: Bytes[] = [];
  for (let position = 0; position < words.length; position++) {
    const word = (words[position] ?? '').toUpperCase();
    const next = words[position + 1];
    if (word === 'REDIRECT' && next !== undefined) {
      if (redirect !== undefined) {
        throw new CommandError('ERR A client can only redirect to a single other client');
      }
      redirect = integerFrom(next, -Infinity, 'ERR value is not an integer or out of range');
      if (!clients.get(redirect)) {
        throw new CommandError('ERR The client ID you want redirect to does not exist');
      }
      position++;
    } else if (word === 'PREFIX' && next !== undefined) {
      prefixes.push(next);
      position++;
    } else if (word === 'BCAST') isBroadcast = true;
    else if (word === 'NOLOOP') noLoop = true;
    else if (word === 'OPTIN' || word === 'OPTOUT') {
      hasBoth ||= mode !== undefined && mode !== word.toLowerCase();
      mode = word === 'OPTIN' ? 'optin' : 'optout';
    } else throw syntaxError();
  }
  if (hasBoth) {
    throw new CommandError("ERR You can't specify both OPTIN mode and OPTOUT mode");
  }
  return { redirect, prefixes: isBroadcast ? prefixes : undefined, mode, noLoop };
}

/** A key may fall under one prefix only. */
function assertPrefixes(added: readonly Bytes[], former: readonly Bytes[]): void {
  const overlap = (a: Bytes, b: Bytes): boolean => a.startsWith(b) || b.startsWith(a);
  for (const [index, prefix] of added.entries()) {
    const other = former.find((one) => one !== prefix && overlap(one, prefix));
    if (other !== undefined) {
      throw new CommandError(
        `ERR Prefix '${prefix}' overlaps with an existing prefix '${other}'. Prefixes for a single client must not overlap.`,
      );
    }
    const provided = added.slice(index + 1).find((one) => overlap(prefix, one));
    if (provided !== undefined) {
      throw new CommandError(
        `ERR Prefix '${prefix}' overlaps with another provided prefix '${provided}'. Prefixes for a single client must not overlap.`,
      );
    }
  }
}

/** Without a prefix: of every key. */
const joinPrefixes = (prefixes: readonly Bytes[]): readonly Bytes[] =>
  prefixes.length === 0 ? [''] : [...new Set(prefixes)];

function setCaching({ client, engine }: CommandContext, [, , answer]: readonly Bytes[]): Reply {
  const options = engine.tracking.optionsOf(client);
  if (!options) {
    throw new CommandError(
      'ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled',
    );
  }
  const word = answer?.toLowerCase();
  if (word !== 'yes' && word !== 'no') throw syntaxError();
  const isYes = word === 'yes';
  if (isYes && options.mode !== 'optin') {
    throw new CommandError('ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.');
  }
  if (!isYes && options.mode !== 'optout') {
    throw new CommandError('ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.');
  }
  engine.tracking.setCaching(client, isYes);
  return ok;
}

function describeTracking({ client, engine }: CommandContext): Reply {
  const options = engine.tracking.optionsOf(client);
  const caching = engine.tracking.cachingOf(client);
  const flags = [
    options ? 'on' : 'off',
    options?.prefixes && 'bcast',
    options?.mode,
    caching === true && 'caching-yes',
    caching === false && 'caching-no',
    options?.noLoop && 'noloop',
    options?.redirect !== undefined && !engine.clients.get(options.redirect) && 'broken_redirect',
  ].filter((flag) => typeof flag === 'string');
  return fields({
    flags: setOf(flags),
    redirect: options ? (options.redirect ?? 0) : -1,
    prefixes: [...(options?.prefixes ?? [])],
  });
}
