import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import { LaneAssignment } from '../../../lib/listeners/window/lane-assignment.js';
import { orderLane, ordersByPayload } from '../../../lib/listeners/window/order-lane.js';
import { mostBehindOthers, windowLimits } from '../../../lib/listeners/window/window-limits.js';
import type { ListElement } from '../../../lib/messages/list-element.js';
import { element } from '../../support/messages.js';

const functionOf = (changes: object): ListFunction =>
  ({ kind: 'list', place: 'A.b', ...changes }) as unknown as ListFunction;
const ordering = (orderBy: unknown): ListFunction => functionOf({ orderBy });
const thrownBy = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

describe('orderLane', () => {
  it('is what orderBy gives, as a text, one character for each byte', () => {
    const laneOf = (key: unknown): string =>
      orderLane(
        ordering(() => key),
        element(),
      );
    expect([laneOf('a'), laneOf(5), laneOf(''), laneOf(Buffer.from([0xff, 0x41]))]).to.deep.equal([
      'a',
      '5',
      '',
      'ÿA',
    ]);
  });

  it('is by the model, by the raw form, or by the payload', () => {
    const by = (model: { message: string }, raw: ListElement): string => `${model.message} ${raw.key}`;
    expect(orderLane(ordering(by), element('text'))).to.equal('text k');
    const payload = (value: number, model: { message: string }, raw: ListElement): string =>
      `${value} ${model.message} ${raw.key}`;
    expect(orderLane(ordering({ payload }), element('text'), 7)).to.equal('7 text k');
    expect([ordersByPayload(ordering({ payload })), ordersByPayload(ordering(by))]).to.deep.equal([
      true,
      false,
    ]);
  });

  for (const [name, orderBy] of [
    ['undefined', () => undefined],
    ['null', () => null],
    ['NaN', () => NaN],
    ['object', () => Promise.reject(new Error('nobody hears of it'))],
  ] as const) {
    it(`cannot be ${name}`, () => {
      const error = thrownBy(() => orderLane(ordering(orderBy), element()));
      expect(error).to.include({ code: 'ORDER_KEY_INVALID', place: 'A.b' });
      expect(String(error)).to.include(`orderBy gave ${name} `);
    });
  }
});

describe('LaneAssignment', () => {
  it('gives the lane of the first message of a work, and none where there is none', () => {
    const lanes = new LaneAssignment<ListElement>(ordering(({ message }: { message: string }) => message));
    expect([lanes.laneOf([element('a'), element('b')]), lanes.laneOf([])]).to.deep.equal(['a', undefined]);
  });

  it('gives none where orderBy fails, and remembers why', () => {
    const error = new Error('no key');
    const lanes = new LaneAssignment<ListElement>(
      ordering(() => {
        throw error;
      }),
    );
    const work = [element()];
    expect(lanes.laneOf(work)).to.equal(undefined);
    const failure = { status: 'failed', reason: 'handler-failed', error, attempts: 0 };
    expect([lanes.failureOf(work), lanes.failureOf([element()])]).to.deep.equal([failure, undefined]);
  });

  it('gives none where the payload is not valid, because the message fails when it runs', async () => {
    const descriptor = ordering({ payload: (value: string) => value });
    const valid = new LaneAssignment<ListElement>(descriptor, () => Promise.resolve('a'));
    const invalid = new LaneAssignment<ListElement>(descriptor, () => Promise.reject(new Error('not JSON')));
    const work = [element()];
    expect([await valid.laneOf(work), await invalid.laneOf(work)]).to.deep.equal(['a', undefined]);
    expect(invalid.failureOf(work)).to.equal(undefined);
  });
});

describe('the limits of a window', () => {
  it('count a batch as one invocation', () => {
    const plain = { concurrency: 4, prefetch: 25, batch: false, count: 10 };
    expect(windowLimits(functionOf(plain))).to.deep.equal({ concurrency: 4, prefetch: 25 });
    expect(windowLimits(functionOf({ ...plain, batch: true }))).to.deep.equal({
      concurrency: 4,
      prefetch: 2,
    });
  });

  it('let fewer elements than entries wait behind others, and never fewer than there is room for', () => {
    const most = (kind: string, concurrency: number, prefetch: number): number =>
      mostBehindOthers(functionOf({ kind, concurrency, prefetch }));
    expect([most('list', 1, 1), most('stream', 1, 1), most('list', 90, 20)]).to.deep.equal([100, 1_000, 110]);
  });
});
