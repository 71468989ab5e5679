import type { Redis, RedisOptions } from 'ioredis';

const changed = new WeakSet<Redis>();

/** Changes the options of a client that exists already. ioredis goes by them, because it reads them when it needs them. */
export function changeOptions(client: Redis, options: RedisOptions): void {
  Object.assign(client.options, options);
  changed.add(client);
}

/** Whether a client has to read its options anew to be as we need it. */
export function hasChangedOptions(client: Redis): boolean {
  return changed.has(client);
}

/** Calls `act`, and returns whether it read an option of the client. */
export function isOptionRead(client: Redis, name: keyof RedisOptions, act: () => unknown): boolean {
  const { options } = client;
  const before = Object.getOwnPropertyDescriptor(options, name);
  const value: unknown = options[name];
  let isRead = false;
  const get = (): unknown => {
    isRead = true;
    return value;
  };
  Object.defineProperty(options, name, { get, configurable: true, enumerable: true });
  try {
    act();
  } finally {
    if (before) Object.defineProperty(options, name, before);
    else Reflect.deleteProperty(options, name);
  }
  return isRead;
}
