import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import { verdictKey } from '../../lib/messages/verdict.js';

/** Anything that user code may return or throw. */
export type Make = () => unknown;

function fail(): never {
  throw new Error('a getter of the value');
}

/** An object on which nothing can be asked without an exception. */
export function revoked(target: object = {}): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** The value, but each look at it throws. */
export function throwingProxy(target: object): object {
  return new Proxy(target, { get: fail, getPrototypeOf: fail, has: fail, ownKeys: fail });
}

/** An object with this `then`. */
function thenable(then: (ok: (value: unknown) => void, bad: (reason: unknown) => void) => unknown): object {
  return { then };
}

/** Values that look as if they could be waited for, and how a handler that returns them has ended. */
export const hostileResults: readonly (readonly [title: string, ends: 'succeeded' | 'failed', make: Make])[] =
  [
    ['a revoked proxy', 'failed', (): unknown => revoked()],
    ['a promise of a revoked proxy', 'failed', (): unknown => Promise.resolve().then(() => revoked())],
    [
      'a getter for then that throws',
      'failed',
      (): unknown => Object.defineProperty({}, 'then', { get: fail }),
    ],
    ['a then that throws', 'failed', (): unknown => thenable(fail)],
    ['a then that throws nothing at all', 'failed', (): unknown => thenable(() => rethrow(undefined))],
    [
      'a then that succeeds, fails and throws',
      'succeeded',
      (): unknown =>
        thenable((ok, bad) => {
          ok(1);
          bad(2);
          fail();
        }),
    ],
    [
      'a then that fails and succeeds',
      'failed',
      (): unknown =>
        thenable((ok, bad) => {
          bad(undefined);
          ok(1);
        }),
    ],
    ['a then that leads to one that throws', 'failed', (): unknown => thenable((ok) => ok(thenable(fail)))],
    ['a function with a then that throws', 'failed', (): unknown => Object.assign(() => 1, thenable(fail))],
    [
      'a promise with a then of its own that calls back twice',
      'succeeded',
      (): unknown =>
        Object.assign(
          Promise.resolve(),
          thenable((ok, bad) => {
            ok(1);
            bad(2);
          }),
        ),
    ],
    [
      'a promise with a then of its own that never calls back',
      'succeeded',
      (): unknown =>
        Object.assign(
          Promise.resolve(),
          thenable(() => undefined),
        ),
    ],
    [
      'a promise that is its own then',
      'succeeded',
      (): unknown => Object.assign(Promise.resolve(), { extra: revoked() }),
    ],
  ];

/** Throws anything. */
export function rethrow(thrown: unknown): never {
  throw thrown;
}

/** What throws at whoever looks at it, is no error, or pretends to be one of this library. */
export const hostileErrors: readonly (readonly [title: string, make: Make])[] = [
  ['undefined', (): unknown => undefined],
  ['null', (): unknown => null],
  ['a symbol', (): unknown => Symbol('thrown')],
  ['a revoked proxy', (): unknown => revoked()],
  ['a revoked proxy of an error', (): unknown => revoked(new Error('hidden'))],
  ['a frozen error', (): unknown => Object.freeze(new Error('frozen'))],
  ['an error whose members throw', (): unknown => withThrowingMembers(new Error('x'))],
  [
    'an error whose members are objects',
    (): unknown => Object.assign(new Error('x'), { name: {}, message: [], stack: 5 }),
  ],
  ['an object that cannot be a text', (): unknown => ({ toString: fail, [Symbol.toPrimitive]: fail })],
  ['a proxy of an error', (): unknown => throwingProxy(new Error('hidden'))],
  ['a proxy of an error of this library', (): unknown => new Proxy(libraryError(), { get: fail })],
  [
    'a forged verdict of nonsense',
    (): unknown => ({ [verdictKey]: { says: 'retryLater', delayInMs: 'soon' } }),
  ],
  ['a forged verdict that throws', (): unknown => ({ [verdictKey]: throwingProxy({}) })],
  ['an error that is its own cause', (): unknown => itsOwnCause()],
  ['a huge text', (): unknown => 'x'.repeat(1 << 20)],
];

function withThrowingMembers(error: Error): Error {
  for (const name of ['name', 'message', 'stack', 'cause', 'code', 'toString']) {
    Object.defineProperty(error, name, { get: fail });
  }
  return error;
}

function libraryError(): RedisTriggersError {
  return new RedisTriggersError({ code: 'PAYLOAD_INVALID', place: 'nowhere', what: 'nothing' });
}

function itsOwnCause(): Error {
  const error = new Error('round');
  error.cause = error;
  return error;
}
