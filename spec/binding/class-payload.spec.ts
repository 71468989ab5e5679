import 'reflect-metadata';
import { expect } from 'chai';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsDate,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  MinLength,
  registerDecorator,
  ValidateNested,
} from 'class-validator';
import { payloadDecoder } from '../../lib/binding/payload-decoder.js';
import type { FunctionDescriptor } from '../../lib/functions/function-descriptor.js';
import type { Class } from '../../lib/metadata/class.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { element } from '../support/messages.js';
import { rejectionOf } from '../support/rejection-of.js';

const describedWith = (payload: unknown): FunctionDescriptor =>
  describeOne(classWith(RedisListTrigger({ connection: 'c', key: 'k', payload: payload as Class })));

/** Decodes the text of a list element for a payload class. */
async function decode<Payload>(payload: Class<Payload>, text: string): Promise<Payload> {
  const decoder = await payloadDecoder(describedWith(payload));
  return (await decoder?.(element(text))) as Payload;
}

class Base {
  get shown(): string {
    return 'inherited';
  }
}

class Line {
  @IsString()
  article!: string;

  @IsInt()
  count!: number;
}

class Order extends Base {
  @MinLength(3)
  id!: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => Line)
  first?: Line;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Line)
  lines?: Line[];

  @IsOptional()
  @IsDate()
  @Type(() => Date)
  at?: Date;

  describe(): string {
    return `order ${this.id}`;
  }
}

describe('a payload class', () => {
  it('makes an instance, with its methods', async () => {
    const order = await decode(Order, '{"id":"abc"}');
    expect(order).to.be.instanceOf(Order);
    expect(order.describe()).to.equal('order abc');
  });

  it('makes instances of nested objects, of arrays and of dates', async () => {
    const line = { article: 'x', count: 1 };
    const order = await decode(
      Order,
      JSON.stringify({ id: 'abc', first: line, lines: [line], at: '2024-01-01' }),
    );
    expect(order.first).to.be.instanceOf(Line);
    expect(order.lines?.[0]).to.be.instanceOf(Line);
    expect(order.at).to.deep.equal(new Date('2024-01-01'));
  });

  const invalid: [string, string, RegExp][] = [
    ['text that is not JSON', 'hello sesame', /cannot be read: it is not valid JSON/],
    ['half of an object', '{"id":"sesame', /not valid JSON/],
    ['nothing', '', /cannot be read: it is empty/],
    ['null', 'null', /must be a JSON object, but is null/],
    ['an array', '[{"id":"sesame"}]', /must be a JSON object, but is an array/],
    ['a text', '"sesame"', /must be a JSON object, but is a string/],
    ['a number', '5', /must be a JSON object, but is a number/],
    ['deep nesting', `{"id":${'['.repeat(101)}${']'.repeat(101)}}`, /nests deeper than 100 levels/],
    ['very deep nesting', '['.repeat(1_000_000), /nests deeper/],
    ['an empty object', '{}', /the payload is invalid: id must be longer/],
    [
      'a wrong member',
      '{"id":"abc","first":{"article":"sesame","count":"sesame"}}',
      /: first\.count: count must be an integer/,
    ],
    [
      'a wrong member of an array',
      '{"id":"abc","lines":[{"article":"x","count":1},{"article":5,"count":1}]}',
      /: lines\.1\.article: article must be/,
    ],
    ['a text for a nested object', '{"id":"abc","first":"sesame"}', /: nested property first must be/],
    ['a date that is none', '{"id":"abc","at":"sesame"}', /at must be a Date/],
    ['a member that is a getter', '{"id":"abc","shown":"sesame"}', /cannot be turned into Order/],
    ['several wrong members', '{"first":{"article":5,"count":5}}', /id must be.*; first\.article: /],
  ];
  for (const [what, text, message] of invalid) {
    it(`refuses ${what}, and shows none of it`, async () => {
      const error = await rejectionOf(decode(Order, text));
      expect(error).to.include({ code: 'PAYLOAD_INVALID', place: 'Handlers.run' });
      expect(error.message).to.match(message).and.not.include('sesame');
    });
  }

  it('takes brackets within texts for text', async () => {
    const id = '["'.repeat(500);
    expect((await decode(Order, JSON.stringify({ id }))).id).to.equal(id);
  });

  it('does not let `__proto__` or `constructor` change what an instance is', async () => {
    const text = '{"id":"abc","__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}';
    const order = await decode(Order, text);
    expect(Object.getPrototypeOf(order)).to.equal(Order.prototype);
    expect(order).to.not.have.property('isAdmin');
    expect({}).to.not.have.property('isAdmin');
  });

  it('may inherit its rules', async () => {
    class Special extends Order {}
    expect(await decode(Special, '{"id":"abc"}')).to.be.instanceOf(Special);
    expect((await rejectionOf(decode(Special, '{}'))).code).to.equal('PAYLOAD_INVALID');
  });

  it('must have rules', async () => {
    class Plain {
      id = '';
    }
    for (const payload of [Plain, Object, Date, () => undefined]) {
      const error = await rejectionOf(payloadDecoder(describedWith(payload)));
      expect(error).to.include({ code: 'PAYLOAD_TYPE_INVALID', place: 'Handlers.run' });
    }
  });

  it('may have getters that transform', async () => {
    class Shouted {
      @IsString()
      @Transform(({ value }: { value: string }) => value.toUpperCase())
      text!: string;
    }
    expect(await decode(Shouted, '{"text":"a"}')).to.deep.equal(Object.assign(new Shouted(), { text: 'A' }));
    expect((await rejectionOf(decode(Shouted, '{"text":5}'))).code).to.equal('PAYLOAD_INVALID');
  });
});

describe('an asynchronous validator of a payload class', () => {
  const outage = new Error('the database is away');
  const exists = async (value: unknown): Promise<boolean> => {
    await Promise.resolve();
    if (value === 'outage') throw outage;
    return value === 'known';
  };
  class Reference {
    id!: string;
  }
  registerDecorator({
    target: Reference,
    propertyName: 'id',
    options: { message: 'id must exist' },
    validator: { validate: exists },
    async: true,
  });

  it('is waited for', async () => {
    expect(await decode(Reference, '{"id":"known"}')).to.include({ id: 'known' });
    const error = await rejectionOf(decode(Reference, '{"id":"other"}'));
    expect(error.message).to.include('the payload is invalid: id must exist');
  });

  it('does not blame the payload for its own failure', async () => {
    const reason: unknown = await decode(Reference, '{"id":"outage"}').catch((error: unknown) => error);
    expect(reason).to.equal(outage);
  });
});

describe('the other members of a payload class', () => {
  class Loose {
    @IsNumber()
    size!: number;

    @IsBoolean()
    done!: boolean;
  }

  it('are not converted when they come as JSON', async () => {
    const error = await rejectionOf(decode(Loose, '{"size":"5","done":"true"}'));
    expect(error.message).to.include('size must be a number').and.include('done must be a boolean');
  });
});
