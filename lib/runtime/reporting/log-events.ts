import type { EventBus } from '../../events/event-bus.js';
import type { FunctionEvent } from '../../events/runtime-events.js';
import type { Logger } from '../../logging/logger.js';
import type { Clock } from '../../time/clock.js';
import { RepeatedTexts } from './repeated-texts.js';

const blockedText =
  'the event loop was blocked before the connection of the subscriptions closed: Redis drops a subscriber that does not ' +
  'read what is published; do long work outside of the event loop, or raise the client-output-buffer-limit of pubsub';

/** Writes the log lines that follow from events: how functions fare, and the stop. */
export function logEvents(events: EventBus, logger: Logger, clock: Clock): void {
  const repeated = new RepeatedTexts(clock);
  /** The functions of which was logged that they cannot listen. */
  const announced = new Set<string>();
  const claimNews = (functionId: string, text: string): boolean =>
    repeated.claimNews(`${functionId} ${text}`);

  events.on('functionStarted', ({ afterInMs, ...event }) => {
    announced.delete(event.functionId);
    logger.info({ ...placeOf(event), afterInMs }, 'the function listens');
  });
  events.on('listenerRecovered', ({ afterInMs, ...event }) => {
    // What was not announced, for it was said a moment ago, needs no all-clear either.
    const level = announced.delete(event.functionId) ? 'info' : 'debug';
    logger[level]({ ...placeOf(event), afterInMs }, 'the function listens again');
  });
  events.on('listenerFailed', ({ error, prevents, ...event }) => {
    const text = prevents
      ? 'the function cannot listen and is retrying'
      : 'something failed and will be retried';
    if (!claimNews(event.functionId, `${text} ${error.message}`)) return;
    if (prevents) announced.add(event.functionId);
    logger.warn({ ...placeOf(event), error }, text);
  });
  events.on('messagesLost', ({ what, count, lostSoFar, ...event }) => {
    if (!claimNews(event.functionId, what)) return;
    logger.error({ ...placeOf(event), count, lostSoFar }, `messages may be lost: ${what}`);
  });
  events.on('functionPaused', ({ by, until, missesMessages, ...event }) => {
    const fields = { ...placeOf(event), by, ...(until && { until }) };
    if (missesMessages) logger.warn(fields, 'the function is paused: it misses what is published meanwhile');
    else logger.info(fields, 'the function is paused');
  });
  events.on('functionResumed', ({ afterInMs, ...event }) => {
    logger.info({ ...placeOf(event), afterInMs }, 'the function is resumed');
  });
  events.on('gap', ({ durationInMs, since, until, reason, blockedForInMs, ...event }) => {
    const fields = { ...placeOf(event), since, until, durationInMs, reason };
    const what = `not subscribed for ${durationInMs} ms: messages published in between are lost`;
    // That a paused function misses messages was wanted.
    logger[reason === 'paused' ? 'warn' : 'error'](fields, `messages may be lost: ${what}`);
    if (blockedForInMs === undefined) return;
    logger.warn({ ...placeOf(event), blockedForInMs }, blockedText);
  });
  events.on('stopping', (event) => logger.info(event, 'stopping'));
  events.on('stopped', ({ functions, afterInMs, unfinished }) => {
    if (functions === 0) return;
    if (unfinished === 0) logger.info({ afterInMs }, 'stopped');
    else
      logger.error(
        { code: 'STOP_INCOMPLETE', unfinished, afterInMs },
        'stopped with handlers that had not ended',
      );
  });
}

function placeOf({ functionId, connection, server }: Omit<FunctionEvent, 'kind'>): object {
  return { functionId, connection, server };
}
