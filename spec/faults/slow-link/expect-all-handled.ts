import { expect } from 'chai';
import { runSlowLink, type SlowCase } from './run-slow-link.js';
import type { SlowServer } from './slow-server.js';

export const chosenSeed = process.env.SEED ?? String(Date.now() % 100_000);

/** Runs cases beside each other, each of which must have all its messages handled, once, by connections that stay. */
export async function expectAllHandled(
  server: SlowServer,
  cases: readonly SlowCase[],
  patienceInMs = 120_000,
): Promise<void> {
  const results = await Promise.all(cases.map((each) => runSlowLink(server, each, patienceInMs)));
  for (const [index, { kind, messages }] of cases.entries()) {
    const expected = { handled: messages, again: 0, lost: 0, gaps: 0, givenUp: 0, stayedLive: true };
    expect(results[index], kind).to.include(expected);
  }
}
