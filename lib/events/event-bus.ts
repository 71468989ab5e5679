import type { RuntimeEventListener, RuntimeEventName, RuntimeEvents } from './runtime-events.js';
import { assertEventName } from './event-names.js';
import { isPromiseLike } from '../time/is-promise-like.js';
import { whenSettled } from '../time/when-settled.js';

type AnyListener = (event: never) => unknown;

/**
 * Tells listeners of events: at once, in the order in which they came, before whoever tells goes on. Where
 * nobody listens an event need not even be made: `hears` says so.
 */
export class EventBus {
  private readonly listeners = new Map<RuntimeEventName, readonly AnyListener[]>();
  private readonly once = new WeakMap<AnyListener, AnyListener>();
  private readonly reported = new WeakSet<AnyListener>();
  private changeCount = 0;

  constructor(
    /** Hears what a listener threw or rejected with, once for each listener; must not throw. */
    private readonly onThrown: (thrown: unknown, name: RuntimeEventName) => void,
  ) {}

  /** Whether anybody listens: asked before an event is made, where that happens for each message. */
  hears(name: RuntimeEventName): boolean {
    return this.listeners.has(name);
  }

  /** Changes whenever what `hears` says may have changed: whoever asks for each message need only look at this. */
  get changes(): number {
    return this.changeCount;
  }

  /** Adds a listener; one that is added twice is told twice. */
  on<Name extends RuntimeEventName>(name: Name, listener: RuntimeEventListener<Name>): void {
    assertEventName(name);
    this.changeCount += 1;
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
  }

  /** Adds a listener for the next event only. */
  onNext<Name extends RuntimeEventName>(name: Name, listener: RuntimeEventListener<Name>): void {
    const told = (event: RuntimeEvents[Name]): unknown => {
      this.off(name, told as RuntimeEventListener<Name>);
      return listener(event);
    };
    this.once.set(told, listener);
    this.on(name, told as RuntimeEventListener<Name>);
  }

  /** Takes a listener off again, one time if it was added several times. */
  off<Name extends RuntimeEventName>(name: Name, listener: RuntimeEventListener<Name>): void {
    const all = this.listeners.get(name) ?? [];
    const index = all.findLastIndex((each) => each === listener || this.once.get(each) === listener);
    if (index < 0) return;
    this.changeCount += 1;
    // The list is replaced, never changed: an event that is being told goes on with the list it had.
    if (all.length === 1) this.listeners.delete(name);
    else this.listeners.set(name, all.toSpliced(index, 1));
  }

  /** Tells everybody who listens. Never throws. */
  emit<Name extends RuntimeEventName>(name: Name, event: RuntimeEvents[Name]): void {
    const all = this.listeners.get(name);
    if (!all) return;
    const frozen = Object.freeze(event);
    for (const listener of all) this.tell(listener, name, frozen);
  }

  private tell(listener: AnyListener, name: RuntimeEventName, event: object): void {
    try {
      const result = listener(event as never);
      // An async listener: what it rejects with would otherwise end the process.
      if (isPromiseLike(result)) {
        const report = (thrown: unknown): void => this.report(listener, name, thrown);
        void whenSettled(result, () => undefined, report);
      }
    } catch (thrown) {
      this.report(listener, name, thrown);
    }
  }

  private report(listener: AnyListener, name: RuntimeEventName, thrown: unknown): void {
    const known = this.once.get(listener) ?? listener;
    if (this.reported.has(known)) return;
    this.reported.add(known);
    this.onThrown(thrown, name);
  }
}
