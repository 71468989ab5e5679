import { stepDate } from './steppable-date.js';
import 'reflect-metadata';
import { writeSync } from 'node:fs';
import type { ConsumerOptions } from './consumer.js';
import { createConsumerRuntime } from './consumer-runtime.js';
import { moment } from './moment.js';

/** What the parent asks. */
export type Request =
  | { readonly ask: 'report'; readonly number: number }
  | { readonly stepByMs: number }
  | { readonly blockForMs: number };

/**
 * A consumer as a process of its own. It writes each message it handled to file descriptor 3, at once and
 * for good: what it did is known also when it is killed in the next instant.
 */
const write = (line: string): void => void writeSync(3, `${line}\n`);
const consumer = await createConsumerRuntime(JSON.parse(process.argv[2] ?? '') as ConsumerOptions, {
  onHandled: (id, at) => write(`handled ${id} ${at}`),
  onGap: ({ from, to }) => write(`gap ${from} ${to}`),
});
process.on('message', (request: Request) => {
  if ('ask' in request) process.send?.({ number: request.number, report: consumer.report() });
  else if ('blockForMs' in request) block(request.blockForMs);
  else stepDate(request.stepByMs);
});

/** As a long calculation in a handler does. */
function block(forMs: number): void {
  for (const until = moment() + forMs; moment() < until;);
}
process.on('disconnect', () => process.exit());
await consumer.runtime.start();
process.send?.('ready');
