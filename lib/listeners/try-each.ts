import { isKeyError } from '../redis/errors/error-kind.js';

/**
 * Does something for each, one after the other. What is wrong with one key holds up no other: it is thrown
 * when all have had their turn. What concerns them all, such as a lost connection, is thrown at once.
 */
export async function tryEach<Item>(
  items: Iterable<Item>,
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  for (const item of items) {
    try {
      await act(item);
    } catch (error) {
      if (!isKeyError(error)) throw error;
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
