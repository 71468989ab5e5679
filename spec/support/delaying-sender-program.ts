import { createSender } from '../../lib/create-sender.js';
import { defineList } from '../../lib/triggers/define-list.js';

/** A program of a user's that delays one numbered element after another, and says each that was taken. */
const elements = defineList('elements', { connection: 'workerRedis' });
const sender = createSender({ timeoutInMs: 60_000 });
for (let number = 0; ; number++) {
  await sender.push(elements, `element ${number}.`, { delayInMs: 200 });
  process.stdout.write(`taken element ${number}.\n`);
}
