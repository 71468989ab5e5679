import { channel, type Channel } from 'node:diagnostics_channel';

/** The named signals: what the library has just done, so that specs need not ask again and again. No public API. */
export const signals = {
  /** What health shows has changed. */
  healthChanged: signal('health-changed'),
  /** A read was answered, whether it found messages or none. */
  readAnswered: signal('read-answered'),
  /** Redis knows what became of messages: they are acknowledged, deleted, recorded, given back, or left to others. */
  settled: signal('settled'),
  /** A dead letter was written. */
  deadLettered: signal('dead-lettered'),
  /** What is done from time to time was done once more: leases or claims renewed, entries taken over or deleted. */
  roundEnded: signal('round-ended'),
  /** A replay or a removal that the page began has gone on, or has ended. */
  letterChangeMoved: signal('letter-change-moved'),
  /** It was looked whether delayed messages are due, and those that are were sent. */
  delayedLooked: signal('delayed-looked'),
} as const;

/** Given with `publish()`, which does nothing where nobody has subscribed. */
export type Signal = Pick<Channel, 'name'> & { publish(): void };

function signal(name: string): Signal {
  const named = channel(`redis-triggers:${name}`);
  return named as Channel & Signal;
}
