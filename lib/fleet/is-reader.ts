import type { Runtime } from '../runtime/runtime.js';
import type { FleetMember } from './fleet-member.js';

/** On a runtime: its membership. By a name that all copies of this package have in common, as in a bundle with two. */
const membership = Symbol.for('redis-triggers:fleet-member');

/** What is known of a runtime that is in a fleet. */
export type NotedMember = Pick<FleetMember, 'isReader' | 'name'>;

/** Notes that a runtime is in a fleet. */
export function noteMember(runtime: Runtime, member: NotedMember): void {
  Object.defineProperty(runtime, membership, { value: member });
}

/**
 * Whether this process is the one of its fleet that reads from Redis what all processes would read alike, such as backlogs,
 * so that it is read once. One of those that live is chosen, and another one within three heartbeats when it dies; for a
 * moment it may be none. True where the runtime is in no fleet.
 */
export function isReader(runtime: Runtime): boolean {
  return memberOf(runtime)?.isReader ?? true;
}

/** The membership of a runtime; undefined where it is in no fleet. */
export function memberOf(runtime: Runtime): NotedMember | undefined {
  return (runtime as { [membership]?: NotedMember })[membership];
}
