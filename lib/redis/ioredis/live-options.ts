import type { Redis, RedisOptions } from 'ioredis';

const changed = new WeakSet<Redis>();

/** Changes the options of an existing client. It takes effect because ioredis reads each option when it needs it. */
export function changeOptions(client: Redis, options: RedisOptions): void {
  Object.assign(client.options, options);
  changed.add(client);
}

/** Whether options of a client were changed after it was made. */
export function hasChangedOptions(client: Redis): boolean {
  return changed.has(client);
}

/** Calls `act`, and returns whether it read this option of the client. */
export function isOptionRead(client: Redis, name: keyof RedisOptions, act: () => unknown): boolean {
  const { options } = client;
  const before = Object.getOwnPropertyDescriptor(options, name);
  const value: unknown = options[name];
  let isRead = false;
  const get = (): unknown => {
    isRead = true;
    return value;
  };
  // Without effect where the options are frozen: then nothing is read.
  Reflect.defineProperty(options, name, { get, configurable: true, enumerable: true });
  try {
    act();
  } finally {
    if (before) Reflect.defineProperty(options, name, before);
    else Reflect.deleteProperty(options, name);
  }
  return isRead;
}
