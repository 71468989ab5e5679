import type { StandardSchemaV1 } from '@standard-schema/spec';
import {
  IsInt,
  IsString,
  Validate,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { expect } from 'chai';
import { z } from 'zod';
import { createSender } from '../../lib/create-sender.js';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import { SendError } from '../../lib/sending/send-error.js';
import type { Sender } from '../../lib/sending/sender.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { defineChannel } from '../../lib/triggers/define-channel.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { defineStream } from '../../lib/triggers/define-stream.js';
import { rejectionOf } from '../support/rejection-of.js';

const connection = 'shop';

class Order {
  @IsInt()
  id!: number;

  @IsString()
  article!: string;
}

/** A schema that validates by this. */
function schemaOf(validate: () => Promise<never>): StandardSchemaV1<string> {
  return { '~standard': { version: 1, vendor: 'spec', validate } };
}

describe('A sender', () => {
  let fake: FakeRedis;
  let sender: Sender;

  beforeEach(() => {
    fake = new FakeRedis();
    sender = createSender({ connections: { [connection]: fake.connectionOptions() } });
  });
  afterEach(async () => {
    await sender.close();
    await fake.close();
  });

  function failure(act: () => unknown): Promise<RedisTriggersError> {
    return rejectionOf((async () => await act())());
  }

  async function sendFailure(act: () => unknown): Promise<SendError> {
    const error = await failure(act);
    if (error instanceof SendError) return error;
    throw error;
  }

  const whatOf = ({ problems }: RedisTriggersError): string[] => problems.map(({ what }) => what);

  describe('sends nothing of many where one is invalid, and says which, where and why', () => {
    const orders = defineList('orders', { connection, payload: Order });

    it('of a payload class', async () => {
      const many = [
        { id: 1, article: 'tea' },
        { id: 1.5, article: 'tea' },
        { id: 2, article: 7 as unknown as string },
      ];
      const error = await sendFailure(() => sender.push(orders, many));
      expect(error.code).to.equal('SEND_INVALID');
      expect(error.place).to.equal('sender.push("orders")');
      expect(whatOf(error)).to.deep.equal([
        'message 2 of 3 is invalid: id must be an integer number',
        'message 3 of 3 is invalid: article must be a string',
      ]);
      expect(error.message).to.include('2 of 3 messages are invalid');
      expect(error.mayHaveBeenSent).to.equal(false);
      expect(error.results.map(({ status, error: own }) => [status, own !== undefined])).to.deep.equal([
        ['notSent', false],
        ['notSent', true],
        ['notSent', true],
      ]);
      expect(await fake.createClient().exists('orders')).to.equal(0);
    });

    it('of a schema, also one that validates asynchronously', async () => {
      const later = z.object({ id: z.number().refine((id) => Promise.resolve(id < 3), 'too many') });
      const list = defineList('orders', { connection, payload: later });
      const error = await failure(() => sender.push(list, [{ id: 1 }, { id: 3 }]));
      expect(whatOf(error)).to.deep.equal(['message 2 of 2 is invalid: id: too many']);
      expect(await sender.push(list, [{ id: 1 }, { id: 2 }])).to.equal(2);
    });

    it('as a trigger reads it again: what JSON, or a field, makes something else of', async () => {
      const whatIsWrong = async (act: () => unknown): Promise<string> =>
        (await failure(act)).problems[0]?.what ?? '';
      const dates = defineList('dates', { connection, payload: z.object({ at: z.date() }) });
      expect(await whatIsWrong(() => sender.push(dates, { at: new Date() }))).to.match(
        /^the message is invalid: at: .*expected date, received string$/,
      );
      const any = defineList('any', { connection, payload: z.any() });
      expect(await whatIsWrong(() => sender.push(any, 2 ** 60))).to.include('too large for a number');
      expect(await whatIsWrong(() => sender.push(any, 1n))).to.include(
        'cannot be written as JSON: Do not know how',
      );
      expect(await whatIsWrong(() => sender.push(any, undefined))).to.include('undefined cannot be written');
      const numbers = defineStream('numbers', { connection, payload: z.object({ n: z.number() }) });
      expect(await whatIsWrong(() => sender.add(numbers, { n: 1 }))).to.match(
        /n: .*expected number, received string; the field "n" is a text, as all fields are: let the schema coerce it/,
      );
      const strange = defineStream('strange', { connection });
      const fields = (given: object) => whatIsWrong(() => sender.add(strange, given as { a: string }));
      expect(await fields({ a: null })).to.include('the field "a" is null, which a field cannot hold');
      expect(await fields({ a: { b: 1 } })).to.include('the field "a" is an object');
      expect(await fields({ a: new Date(NaN) })).to.include('is no valid date');
      expect(await fields({})).to.include('it has no field');
      expect(await fields(Buffer.from('a'))).to.include('it must be an object of fields');
      const plain = defineList('plain', { connection });
      expect(await whatIsWrong(() => sender.push(plain, 7 as never))).to.include(
        'must be a string or a Buffer, but is a number',
      );
    });

    it('lists the first twenty of them', async () => {
      const many = Array.from({ length: 50 }, () => ({ id: 0.5, article: 'tea' }));
      const error = await failure(() => sender.push(orders, many));
      expect(error.message).to.include('50 of 50 messages are invalid');
      expect(error.problems).to.have.length(20);
    });
  });

  it('passes on what a validation itself throws', async () => {
    const broken = z.object({ id: z.number() }).transform(() => {
      throw new TypeError('the database is gone');
    });
    const list = defineList('orders', { connection, payload: broken });
    const thrown = await sender.push(list, { id: 1 }).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(TypeError);
  });

  describe('says what is wrong with what it is given', () => {
    const orders = defineList(['orders', 'returns'], { connection });
    const all = defineChannel('news:*', { connection });
    const stream = defineStream('payments', { connection });
    const cases: readonly (readonly [string, (given: Sender) => unknown, string, string])[] = [
      [
        'no definition',
        (it) => it.push('orders' as never, 'a' as never),
        'DEFINITION_INVALID',
        'is no definition',
      ],
      [
        'one of another kind',
        (it) => it.push(stream as never, 'a' as never),
        'DEFINITION_INVALID',
        'given a definition that defineStream made',
      ],
      [
        'no key of several',
        (it) => it.push(orders, 'a'),
        'SEND_OPTION_INVALID',
        'has several keys (orders, returns)',
      ],
      [
        'a key that is none of them',
        (it) => it.push(orders, 'a', { key: 'other' }),
        'SEND_OPTION_INVALID',
        'other is not of the definition',
      ],
      [
        'no channel of a pattern',
        (it) => it.publish(all, 'a'),
        'SEND_OPTION_INVALID',
        'is the pattern news:*',
      ],
      [
        'a channel beside the pattern',
        (it) => it.publish(all, 'a', { channel: 'new' }),
        'SEND_OPTION_INVALID',
        'does not match the pattern',
      ],
      [
        'an unknown option',
        (it) => it.add(stream, { a: 1 }, { maxLenght: 5 } as never),
        'SEND_OPTION_INVALID',
        '"maxLenght" is unknown',
      ],
      [
        'an option of another kind',
        (it) => it.push(orders, 'a', { key: 'orders', id: '1-1' } as never),
        'SEND_OPTION_INVALID',
        '"id" is unknown',
      ],
      [
        'an id that is none',
        (it) => it.add(stream, { a: 1 }, { id: 'x' }),
        'SEND_OPTION_INVALID',
        'must be an entry id',
      ],
      [
        'one id for several',
        (it) => it.add(stream, [{ a: 1 }, { a: 2 }], { id: '1-1' } as never),
        'SEND_OPTION_INVALID',
        'one entry and 2 entries',
      ],
      [
        'several for one command',
        (it) => it.command(stream, [{ a: 1 }, { a: 2 }] as never),
        'SEND_OPTION_INVALID',
        'one command sends one',
      ],
      [
        'a timeout for a command',
        (it) => it.command(stream, { a: 1 }, { timeoutInMs: 5 } as never),
        'SEND_OPTION_INVALID',
        '"timeoutInMs" is unknown',
      ],
      [
        'an unknown connection',
        (it) => it.push(defineList('orders', { connection: 'shpo' }), 'a'),
        'CONNECTION_UNRESOLVED',
        '"shpo" is neither in',
      ],
      [
        'a definition with an option that is none',
        (it) => it.push(defineList('orders', { connection, cuont: 5 } as never), 'a'),
        'OPTION_UNKNOWN',
        '"cuont" is unknown',
      ],
      [
        'a class without decorators',
        (it) => it.push(defineList('orders', { connection, payload: class Bare {} }), {}),
        'PAYLOAD_TYPE_INVALID',
        'no class-validator decorators',
      ],
      [
        'a placeholder without a setting',
        (it) => it.push(defineList('o:%nobody%', { connection }), 'a'),
        'PLACEHOLDER_UNRESOLVED',
        '%nobody%',
      ],
    ];
    for (const [title, act, code, what] of cases) {
      it(title, async () => {
        const error = await failure(() => act(sender));
        expect(error.code).to.equal(code);
        expect(error.message).to.include(what);
      });
    }

    it('of its own options', () => {
      expect(() => createSender({ connexions: {} } as never)).to.throw(
        RedisTriggersError,
        'Did you mean "connections"?',
      );
      expect(() => createSender({ timeoutInMs: 0 })).to.throw(RedisTriggersError, 'must be a whole number');
    });
  });

  it('does not wait longer than its time for a validation, sends nothing, and minds nothing that comes of it', async () => {
    const ends: ((reason: unknown) => void)[] = [];
    const slow = schemaOf(() => new Promise((_, reject) => ends.push(reject)));
    const orders = defineList('orders', { connection, payload: slow });
    const one = await sendFailure(() => sender.push(orders, ['a'], { timeoutInMs: 20 }));
    expect(one).to.include({ code: 'SEND_FAILED', mayHaveBeenSent: false });
    expect(whatOf(one)).to.deep.equal(['the validation of the message took too long']);
    const several = await sendFailure(() => sender.push(orders, ['a', 'b'], { timeoutInMs: 20 }));
    expect(whatOf(several)).to.deep.equal(['the validation of 2 messages took too long']);
    expect(several.results).to.deep.equal([{ status: 'notSent' }, { status: 'notSent' }]);
    ends.forEach((end) => end(new Error('it ends too late')));
    expect(await fake.createClient().exists('orders')).to.equal(0);
  });

  it('makes no command of what can only be validated asynchronously', async () => {
    @ValidatorConstraint({ async: true })
    class Known implements ValidatorConstraintInterface {
      validate(): Promise<boolean> {
        return Promise.resolve(true);
      }
    }
    class Checked {
      @Validate(Known)
      id!: number;
    }
    const byClass = defineList('orders', { connection, payload: Checked });
    const bySchema = defineList('orders', {
      connection,
      payload: z.number().refine(() => Promise.resolve(true)),
    });
    expect((await failure(() => sender.command(byClass, { id: 1 }))).message).to.include(
      'Checked has a validation that is asynchronous',
    );
    expect((await failure(() => sender.command(bySchema, 1))).message).to.include('asynchronous');
    expect(await sender.push(byClass, { id: 1 })).to.equal(1);
  });

  it('sends nothing of an empty array', async () => {
    expect(await sender.push(defineList('orders', { connection }), [])).to.equal(0);
    expect(await sender.add(defineStream('payments', { connection }), [])).to.deep.equal([]);
  });

  it('ends what was begun when it is closed, and takes no more', async () => {
    const orders = defineList('orders', { connection });
    const begun = sender.push(orders, 'a');
    await sender.close();
    expect(await begun).to.equal(1);
    const error = await sendFailure(() => sender.push(orders, ['b', 'c']));
    expect(error).to.include({ code: 'SEND_FAILED', mayHaveBeenSent: false });
    expect(error.results).to.deep.equal([{ status: 'notSent' }, { status: 'notSent' }]);
    await sender.close();
  });

  it('sends to the embedded Redis of its own, which others can reach at its port', async () => {
    await using own = createSender({ connections: { shop: 'embedded' } });
    expect(await own.push(defineList('orders', { connection }), ['a', 'b'])).to.equal(2);
  });
});
