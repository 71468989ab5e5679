import { RedisTriggersError } from '../errors/redis-triggers-error.js';

/**
 * Makes the error for a connection string that is refused. Neither text may hold a piece of the string,
 * for any piece can be a secret that was put in the wrong place: name the part by its position.
 */
export type Refuse = (what: string, remedy?: string) => RedisTriggersError;

/** Refuses in the name of a place: the connection's name, or the function that holds the string. */
export function refuseAt(place: string): Refuse {
  return (what, remedy) =>
    new RedisTriggersError({
      code: 'CONNECTION_STRING_INVALID',
      place,
      what: `the connection string ${what}`,
      ...(remedy && { remedy }),
    });
}
