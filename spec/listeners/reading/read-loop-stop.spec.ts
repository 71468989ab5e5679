import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import type { ListenerOptions } from '../../../lib/listeners/listener.js';
import { ReadLoop, type ReadLoopOptions } from '../../../lib/listeners/reading/read-loop.js';
import { ListElement } from '../../../lib/messages/list-element.js';
import { succeeded } from '../../../lib/messages/outcome.js';
import type { BlockingClient } from '../../../lib/redis/commands/clients.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { classWith, describeOne } from '../../support/describe-classes.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const element = (body: string): ListElement => new ListElement('orders', Buffer.from(body));

describe('ReadLoop', () => {
  let steps: string[];
  let answer: (elements: ListElement[]) => void;
  let fail: (error: Error) => void;
  /** Those of all reads. */
  let answers: ((elements: ListElement[]) => void)[];
  let answerRest: (elements: ListElement[]) => void;
  let deadline: AbortController;
  let loop: ReadLoop<ListElement>;
  let isOver: boolean;

  beforeEach(async () => {
    steps = [];
    answers = [];
    isOver = false;
    deadline = new AbortController();
    const client = {
      ...{ isReady: true, steps: 0, moves: 0, awaitsCredentials: false, writes: 0, unanswered: 0 },
      whenReady: () => Promise.resolve(),
      writeNow: () => undefined,
    } as unknown as BlockingClient & ReadLoopOptions<ListFunction>['command'];
    const ignore = (): void => undefined;
    const reader = {
      keyError: undefined,
      read: () => {
        steps.push('read');
        return new Promise<ListElement[]>((resolve, reject) => {
          answer = resolve;
          answers.push(resolve);
          fail = reject;
        });
      },
      wake: () => Promise.resolve(void steps.push('wake')),
      examine: () => Promise.resolve(),
      hurry: ignore,
      takeRest: () => {
        steps.push('take the rest');
        return new Promise<ListElement[]>((resolve) => (answerRest = resolve));
      },
    };
    const trigger = RedisListTrigger({ connection: 'c', key: 'orders', concurrency: 4, count: 1 });
    const observer = {
      listening: ignore,
      cannotListen: ignore,
      failed: (error: unknown) => expect.fail(String(error)),
      lost: ignore,
    };
    const options = {
      descriptor: describeOne(classWith(trigger)) as ListFunction,
      blocking: client,
      command: client,
      slots: [],
      executor: {
        execute: (messages: readonly ListElement[]) => {
          steps.push(`handle ${messages.map(({ body }) => String(body)).join()}`);
          return messages.map(() => succeeded);
        },
      },
      observer: observer as unknown as ListenerOptions['observer'],
      clock: new ManualClock(),
      deadLetters: undefined as never,
    };
    const settlement = { settle: () => undefined, idOf: () => undefined, comesAgain: () => false };
    loop = new ReadLoop<ListElement>(options, reader, settlement);
    void loop.start();
    await settled();
    expect(steps).to.deep.equal(['read']);
  });

  const stop = (): Promise<void> => loop.stop(deadline.signal).then(() => void (isOver = true));

  it('reads on while reads bring all that they ask for, and no further beside those under way once one brings less', async () => {
    const count = (): number => steps.filter((step) => step === 'read').length;
    answer([element('a')]);
    await settled();
    // Two are under way by then, of which the first is answered first.
    expect(count()).to.equal(3);
    answers[1]?.([]);
    await settled();
    expect(count()).to.equal(3);
    answers[2]?.([]);
    await settled();
    expect(count()).to.equal(4);
    deadline.abort();
    await stop();
  });

  it('wakes at a stop the read that waits, and handles what that takes and what the reader still has', async () => {
    const stopping = stop();
    await settled();
    expect([steps, isOver]).to.deep.equal([['read', 'wake'], false]);
    answer([element('a')]);
    await settled();
    expect([steps.slice(2), isOver]).to.deep.equal([['handle a', 'take the rest'], false]);
    answerRest([element('b'), element('c')]);
    await stopping;
    expect(steps.slice(4)).to.deep.equal(['handle b', 'handle c']);
  });

  it('takes at a stop what the reader still has also where the last read fails', async () => {
    const stopping = stop();
    await settled();
    fail(new Error('Connection is closed.'));
    await settled();
    answerRest([element('b')]);
    await stopping;
    expect(steps.slice(2)).to.deep.equal(['take the rest', 'handle b']);
  });

  it('takes at a stop what the reader still has also where a read that was sent ahead fails', async () => {
    answer([element('a')]);
    await settled();
    const stopping = stop();
    answers[1]?.([]);
    await settled();
    fail(new Error('Connection is closed.'));
    await settled();
    answerRest([element('b')]);
    await stopping;
    expect(steps.slice(-2)).to.deep.equal(['take the rest', 'handle b']);
  });

  it('waits at a stop for neither longer than until the deadline', async () => {
    const stopping = stop();
    await settled();
    expect(isOver).to.equal(false);
    deadline.abort();
    await stopping;
    answer([]);
  });
});
