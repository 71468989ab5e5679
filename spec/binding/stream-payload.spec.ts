import 'reflect-metadata';
import { expect } from 'chai';
import { Expose, Type } from 'class-transformer';
import {
  Allow,
  IsArray,
  IsBoolean,
  IsDate,
  IsEnum,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
} from 'class-validator';
import { z } from 'zod';
import { payloadDecoder } from '../../lib/binding/payload-decoder.js';
import type { StreamEntry } from '../../lib/messages/stream-entry.js';
import type { AnyStreamTriggerOptions } from '../../lib/triggers/azure-spellings.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { entry } from '../support/messages.js';
import { rejectionOf } from '../support/rejection-of.js';

async function decode(
  message: StreamEntry,
  options: Pick<AnyStreamTriggerOptions, 'payload' | 'payloadField'>,
) {
  const trigger = RedisStreamTrigger({ connection: 'c', key: 'k', ...options });
  const decoder = await payloadDecoder(describeOne(classWith(trigger)));
  return decoder?.(message);
}

class Parent {
  @IsOptional()
  @IsNumber()
  inherited?: number;
}

class Reading extends Parent {
  @IsOptional()
  @IsNumber()
  degrees?: number;

  @IsOptional()
  @IsBoolean()
  valid?: boolean;

  @IsOptional()
  @IsString()
  name?: string;

  @IsOptional()
  @IsArray()
  tags?: string[];

  @IsOptional()
  @IsNumber({}, { each: true })
  @Type(() => Number)
  sizes?: number[];
}

describe('the fields of a stream entry as a payload class', () => {
  const cases: [string[], object][] = [
    [['degrees', '21.5'], { degrees: 21.5 }],
    [['degrees', '-3'], { degrees: -3 }],
    [['degrees', '1e3'], { degrees: 1000 }],
    [['inherited', '7'], { inherited: 7 }],
    [['valid', 'true'], { valid: true }],
    [['valid', 'False'], { valid: false }],
    [['valid', '1'], { valid: true }],
    [['valid', '0'], { valid: false }],
    [['name', '5'], { name: '5' }],
    [['name', 'true'], { name: 'true' }],
    [['tags', 'a', 'tags', 'b'], { tags: ['a', 'b'] }],
    [['tags', 'a'], { tags: ['a'] }],
    [['sizes', '1', 'sizes', '2'], { sizes: [1, 2] }],
    [['unknown', '5'], { unknown: '5' }],
    [[], {}],
  ];
  for (const [flat, members] of cases) {
    it(`makes ${JSON.stringify(members)} of ${JSON.stringify(flat)}`, async () => {
      const reading = await decode(entry(...flat), { payload: Reading });
      expect(reading).to.be.instanceOf(Reading);
      // Without the members that the class declares and the entry does not have.
      expect(JSON.parse(JSON.stringify(reading))).to.deep.equal(members);
    });
  }

  const invalid: [string, string[]][] = [
    ['degrees', ['degrees', 'warm']],
    ['degrees', ['degrees', '']],
    ['degrees', ['degrees', ' ']],
    ['degrees', ['degrees', 'Infinity']],
    ['degrees', ['degrees', '1', 'degrees', '2']],
    ['valid', ['valid', 'yes']],
    ['valid', ['valid', '']],
    ['name', ['name', 'a', 'name', 'b']],
  ];
  for (const [property, flat] of invalid) {
    it(`refuses ${JSON.stringify(flat)}`, async () => {
      const error = await rejectionOf(decode(entry(...flat), { payload: Reading }));
      expect(error.code).to.equal('PAYLOAD_INVALID');
      expect(error.message).to.include(`${property} must be`);
    });
  }

  it('does not let a field called __proto__ change what the instance is', async () => {
    const reading = await decode(entry('__proto__', 'x', 'constructor', 'y'), { payload: Reading });
    expect(Object.getPrototypeOf(reading)).to.equal(Reading.prototype);
  });
});

class Sale {
  @Expose({ name: 'qty' })
  @IsOptional()
  @IsInt()
  quantity?: number;

  @IsOptional()
  @IsInt({ each: true })
  counts?: number[];

  @IsOptional()
  @IsBoolean({ each: true })
  flags?: boolean[];

  @IsOptional()
  @Allow()
  id?: bigint;

  @IsOptional()
  @IsInt()
  maybe?: number | null;

  @IsOptional()
  @Type(() => Number)
  @IsNumber()
  forced?: number;

  @IsOptional()
  @Type(() => Boolean)
  @IsBoolean()
  forcedFlag?: boolean;

  @IsOptional()
  @Type(() => Date)
  @IsDate()
  at?: Date;

  @IsOptional()
  @IsEnum({ open: 'open', closed: 'closed' })
  state?: string;

  @IsOptional()
  @IsEnum({ low: 1, high: 2 })
  level?: number;

  @IsInt()
  rate = 7;
}

class SpecialSale extends Sale {
  @IsOptional()
  @IsInt()
  discount?: number;
}

describe('the fields of a stream entry as a payload class with other names and types', () => {
  const at = '2026-01-02T03:04:05.000Z';
  const cases: [string[], object][] = [
    [['qty', '5'], { quantity: 5 }],
    [['counts', '1', 'counts', '2'], { counts: [1, 2] }],
    [['counts', '1'], { counts: [1] }],
    [['flags', 'true', 'flags', '0'], { flags: [true, false] }],
    [['id', '9007199254740993'], { id: 9007199254740993n }],
    [['maybe', '3'], { maybe: 3 }],
    [['forced', '3.5'], { forced: 3.5 }],
    [['forcedFlag', 'false'], { forcedFlag: false }],
    [['at', at], { at: new Date(at) }],
    [['state', 'open'], { state: 'open' }],
    [['level', '2'], { level: 2 }],
    [['rate', '8'], { rate: 8 }],
    [['qty', '9007199254740992'], { quantity: 9007199254740992 }],
    [['qty', '-0'], { quantity: -0 }],
    [['discount', '4', 'qty', '5'], { discount: 4, quantity: 5 }],
  ];
  for (const [flat, members] of cases) {
    it(`makes its members of ${JSON.stringify(flat)}`, async () => {
      const sale = await decode(entry(...flat), { payload: SpecialSale });
      expect(sale).to.be.instanceOf(SpecialSale);
      expect(sale).to.deep.include({ rate: 7, ...members });
    });
  }

  const refused: [string[], RegExp][] = [
    [['qty', '9007199254740993'], /the field "qty" is an integer that is too large for a number/],
    [['counts', '1', 'counts', '-9007199254740993'], /the field "counts" is an integer that is too large/],
    [['qty', '9'.repeat(100_000)], /the field "qty" is an integer that is too large for a number/],
    [['forced', '0x1F'], /the field "forced" is not a number/],
    [['forced', ''], /the field "forced" is not a number/],
    [['forcedFlag', 'no'], /the field "forcedFlag" is not a boolean/],
    [['at', 'yesterday'], /at must be a Date/],
    [['state', 'ajar'], /state must be one of/],
    [['level', '3'], /level must be one of/],
    ...['0x1F', '0b1', ' 1 ', '1_000', '+1', '01', '.5', '5.', 'NaN', 'Infinity', '١'].map(
      (text): [string[], RegExp] => [['qty', text], /quantity must be an integer/],
    ),
  ];
  for (const [flat, message] of refused) {
    it(`refuses ${JSON.stringify(flat).slice(0, 60)}`, async () => {
      const error = await rejectionOf(decode(entry(...flat), { payload: Sale }));
      expect(error.code).to.equal('PAYLOAD_INVALID');
      expect(error.message).to.match(message);
    });
  }
});

describe('the fields of a stream entry as a schema payload', () => {
  it('are texts, a repeated one an array of them', async () => {
    const payload = z.record(z.string(), z.unknown());
    expect(await decode(entry('a', '1', 'b', 'x', 'b', 'y'), { payload })).to.deep.equal({
      a: '1',
      b: ['x', 'y'],
    });
  });

  it('are said to be texts where the schema wants what a text only looks like', async () => {
    const payload = z.object({ id: z.number(), note: z.string().min(3).optional() });
    const { message } = await rejectionOf(decode(entry('id', '1'), { payload }));
    expect(message).to.include('; the field "id" is a text, as all fields are: let the schema coerce it');
    for (const flat of [
      ['id', 'one'],
      ['note', 'no'],
      ['other', '1'],
    ])
      expect((await rejectionOf(decode(entry(...flat), { payload }))).message).to.not.include('coerce');
    const json = decode(entry('data', '{"id":"1"}'), { payload, payloadField: 'data' });
    expect((await rejectionOf(json)).message).to.not.include('coerce');
  });

  it('keep a field called __proto__ as a member of its own', async () => {
    const payload = {
      '~standard': { version: 1, vendor: 'by hand', validate: (value: unknown) => ({ value }) },
    } as const;
    const decoded = (await decode(entry('__proto__', 'x'), { payload })) as object;
    expect(Object.getOwnPropertyNames(decoded)).to.deep.equal(['__proto__']);
    expect(Object.getPrototypeOf(decoded)).to.equal(Object.prototype);
  });
});

describe('a strict payload', () => {
  it('does not see the fields in which the context of a trace travels', async () => {
    const payload = z.strictObject({ id: z.string() });
    const message = entry('id', '1', 'traceparent', '00-x', 'tracestate', 'y=1');
    expect(await decode(message, { payload })).to.deep.equal({ id: '1' });
  });

  it('still sees one of them that is named as its payload field', async () => {
    expect(
      await decode(entry('tracestate', '{"id":1}'), {
        payload: z.strictObject({ id: z.number() }),
        payloadField: 'tracestate',
      }),
    ).to.deep.equal({ id: 1 });
  });
});

describe('one field of a stream entry as the payload', () => {
  const payload = z.object({ id: z.number() });

  it('is decoded from JSON', async () => {
    expect(
      await decode(entry('kind', 'x', 'data', '{"id":1}'), { payload, payloadField: 'data' }),
    ).to.deep.equal({
      id: 1,
    });
  });

  it('is not converted for a class, since JSON has its own types', async () => {
    const message = entry('data', '{"degrees":"5"}');
    expect((await rejectionOf(decode(message, { payload: Reading, payloadField: 'data' }))).code).to.equal(
      'PAYLOAD_INVALID',
    );
  });

  it('must be there', async () => {
    const error = await rejectionOf(decode(entry('other', '{}'), { payload, payloadField: 'data' }));
    expect(error.code).to.equal('PAYLOAD_INVALID');
    expect(error.message).to.include('the entry has no field "data"');
  });

  it('must be JSON', async () => {
    const error = await rejectionOf(decode(entry('data', 'sesame'), { payload, payloadField: 'data' }));
    expect(error.message).to.include('not valid JSON').and.not.include('sesame');
  });
});
