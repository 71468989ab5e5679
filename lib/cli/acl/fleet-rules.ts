import { FleetKeys } from '../../fleet/fleet-keys.js';
import { escapedPattern } from './escaped-pattern.js';

/** What a process needs to be in a fleet, as rules for ACL SETUSER. docs/fleet.md has the same. */
export function memberRulesOf(fleetName: string): string[] {
  return [
    keysOf(fleetName),
    ...['+evalsha', '+eval', '+time', '+hget', '+hset', '+hgetall', '+hincrby', '+pexpire'],
    ...['+zadd', '+zrem', '+zremrangebyscore', '+set', '+get', '+del'],
  ];
}

/** What somebody needs to look at a fleet, and to pause its functions. */
export function visitorRulesOf(fleetName: string): string[] {
  return [
    keysOf(fleetName),
    ...['+evalsha', '+eval', '+time', '+hget', '+hset', '+hgetall', '+multi', '+exec'],
    ...['+zrange', '+hmget', '+hdel'],
  ];
}

function keysOf(fleetName: string): string {
  return `~${escapedPattern(new FleetKeys(fleetName).prefix)}*`;
}
