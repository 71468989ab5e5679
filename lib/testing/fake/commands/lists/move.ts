import type { Bytes } from '../../resp/bytes.js';
import { nullArray, type Reply } from '../../resp/reply.js';
import { expectType } from '../../engine/database.js';
import type { ListEnd } from '../../engine/list-value.js';
import type { CommandDeclarations } from '../command.js';
import type { KeyPositions } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { deadlineAfter } from '../numbers.js';
import { listEnd, pushTo } from './list-values.js';

/** From where to where an element goes. */
interface Move {
  readonly source: Bytes;
  readonly destination: Bytes;
  readonly from: ListEnd;
  readonly to: ListEnd;
}

const twoKeys: KeyPositions = [1, 2, 1];

export const listMoveCommands: CommandDeclarations = {
  lmove: {
    arity: 5,
    flags: 'write denyoom',
    keys: twoKeys,
    access: ['RW', 'W'],
    since: 6.2,
    run: (context, args) => move(context, moveArguments(args)) ?? null,
  },
  rpoplpush: {
    arity: 3,
    flags: 'write denyoom',
    keys: twoKeys,
    access: ['RW', 'W'],
    run: (context, [, source = '', destination = '']) =>
      move(context, { source, destination, from: 'right', to: 'left' }) ?? null,
  },
  blmove: {
    arity: 6,
    flags: 'write denyoom noscript blocking',
    keys: twoKeys,
    access: ['RW', 'W'],
    since: 6.2,
    run: (context, args) => blockingMove(context, moveArguments(args), args[5]),
  },
  brpoplpush: {
    arity: 4,
    flags: 'write denyoom noscript blocking',
    keys: twoKeys,
    access: ['RW', 'W'],
    run: (context, [, source = '', destination = '', timeout]) =>
      blockingMove(context, { source, destination, from: 'right', to: 'left' }, timeout),
  },
};

function moveArguments([, source = '', destination = '', from, to]: readonly Bytes[]): Move {
  return { source, destination, from: listEnd(from), to: listEnd(to) };
}

/** Undefined when there is no element to move. */
function move(context: CommandContext, { source, destination, from, to }: Move): Bytes | undefined {
  const list = context.forWrite(source, 'list');
  if (!list) return undefined;
  expectType(context.db.forWrite(destination), 'list');
  // The element is pushed before its list can become empty: source and destination may be the same.
  const element = list.pop(from);
  if (element === undefined) return undefined;
  pushTo(context, destination, to, [element]);
  context.notify('l', from === 'left' ? 'lpop' : 'rpop', source);
  context.db.deleteIfEmpty(source, list.length === 0);
  context.touch(source);
  return element;
}

function blockingMove(context: CommandContext, request: Move, timeout: Bytes | undefined): Reply {
  const deadline = deadlineAfter(timeout, context);
  const attempt = (): Reply | undefined => move(context, request);
  return (
    attempt() ??
    context.block({
      keys: [request.source],
      deadline,
      attempt: () => (context.db.peek(request.source)?.value.type === 'list' ? attempt() : undefined),
      timeoutReply: nullArray,
      immediateReply: null,
    })
  );
}
