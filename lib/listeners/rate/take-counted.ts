import type { Allowance } from './rate-limit.js';

/** Takes messages with an allowance, and settles that, whether it succeeds or not. */
export async function takeCounted<Message>(
  { settle }: Allowance,
  take: () => Promise<Message[]>,
): Promise<Message[]> {
  let came = 0;
  try {
    const messages = await take();
    came = messages.length;
    return messages;
  } finally {
    settle(came);
  }
}
