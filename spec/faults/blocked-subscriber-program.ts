import { existsSync } from 'node:fs';
import { ChannelMessage } from '../../lib/messages/channel-message.js';
import { createRuntime } from '../../lib/create-runtime.js';
import { stopOnSignals } from '../../lib/runtime/stop-on-signals.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';

/**
 * A program whose handler blocks the event loop at the message `block`, until there is a file. It says `ready`, then
 * what it does: `blocking`, the number of each message that it handled, and each gap as JSON.
 */
const [until = ''] = process.argv.slice(2);
const { exclusive = false, channel = 'news' } = JSON.parse(process.env.TRIGGER ?? '{}') as {
  exclusive?: boolean;
  channel?: string;
};

/** Longer than it takes to be called blocked. */
const shortestBlockInMs = 2_000;

class News {
  @RedisPubSubTrigger({ connection: 'redis', channel, exclusive })
  onNews({ body }: ChannelMessage): void {
    const [word = ''] = body.toString('latin1', 0, 10).split(' ');
    if (word === 'block') block();
    else say(`handled ${word}`);
  }
}

function block(): void {
  say('blocking');
  const startedAt = Date.now();
  while (!existsSync(until) || Date.now() - startedAt < shortestBlockInMs);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (_fields: object, text: string) => say(`warning ${text}`),
  error: () => undefined,
  child: () => logger,
};
const runtime = await createRuntime({ handlers: [News], logger });
runtime.on('gap', (gap) => say(`gap ${JSON.stringify(gap)}`));
stopOnSignals(runtime);
await runtime.start();
say('ready');
