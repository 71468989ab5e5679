import { Exclude, Expose, plainToInstance, Transform, Type, instanceToPlain } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsDate,
  IsEmail,
  IsInt,
  IsOptional,
  IsString,
  Max,
  registerDecorator,
  validate,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { expect } from 'chai';
import { payloadReading } from '../../lib/binding/payload-reading.js';
import { describeError } from '../../lib/errors/describe-error.js';
import type { Class } from '../../lib/metadata/class.js';

/*
 * Class-transformer and class-validator are passed by where they would only copy and accept. These classes go one way or the
 * other; in each case the result has to be that of the packages themselves.
 */

class Flat {
  @IsInt() @Max(10) id!: number;
  @IsString() text!: string;
  @IsBoolean() @IsOptional() isOpen?: boolean;
}

class Derived extends Flat {
  @IsEmail() @ValidateIf((given: Derived) => given.id > 5) mail!: string;
}

class Defaulted {
  @IsString() kind = 'none';
  @IsInt() @IsOptional() count?: number;
  get doubled(): number {
    return (this.count ?? 0) * 2;
  }
}

class Renamed {
  @Expose({ name: 'order_id' }) @IsInt() orderId!: number;
}

class Hidden {
  @IsInt() id!: number;
  @Exclude() @IsOptional() @IsString() secret?: string;
}

@Exclude()
class Closed {
  @Expose() @IsInt() id!: number;
  @IsOptional() @IsString() other?: string;
}

class Trimmed {
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  text!: string;
}

class Dated {
  @Type(() => Date) @IsDate() at!: Date;
}

class Tagged {
  @IsArray() @IsString({ each: true }) tags!: string[];
}

class Item {
  @IsInt() n!: number;
}

class Nested {
  @ValidateNested({ each: true }) @Type(() => Item) items!: Item[];
  @ValidateNested() @Type(() => Item) @IsOptional() one?: Item;
}

class Untyped {
  @ValidateNested() item!: Item;
}

class Computed {
  @IsInt() id!: number;
  @IsOptional() label = (): string => `number ${this.id}`;
}

const classes: readonly Class[] = [
  ...[Flat, Derived, Defaulted, Renamed, Hidden, Closed, Trimmed, Dated, Tagged, Nested, Untyped, Computed],
];

const members: Readonly<Record<string, readonly unknown[]>> = {
  id: [1, 7, 11, '1', null, 1.5],
  text: ['a', ' a ', 7, { a: 1 }],
  isOpen: [true, null, 'yes'],
  mail: ['ada@example.org', 'none'],
  kind: ['some', 3],
  count: [2, 'two'],
  doubled: [4],
  order_id: [7],
  orderId: [7],
  secret: ['s'],
  other: ['o', 1],
  at: ['2030-01-01T00:00:00Z', 'never'],
  tags: [['a', 'b'], ['a', 1], 'a', []],
  items: [[{ n: 1 }, { n: 2 }], [{ n: 'x' }], [null], { n: 1 }, [[{ n: 1 }]], 'none'],
  one: [{ n: 1 }, { n: 'x' }, null, 3],
  item: [{ n: 1 }, null, 'none'],
  label: ['text'],
  constructor: ['taken'],
  unknown: ['kept', { a: [1] }],
};

/** Objects as JSON gives them: one without members, those of each member alone, and many of several at once. */
function values(): object[] {
  const all = Object.entries(members).flatMap(([name, given]) => given.map((value) => ({ [name]: value })));
  const several = Array.from({ length: 400 }, (_, seed) => {
    const names = Object.keys(members).filter((_name, index) => (seed * 7 + index * 13) % 5 < 2);
    const chosen = names.map((name, index) => [
      name,
      members[name]?.[(seed + index) % (members[name]?.length ?? 1)],
    ]);
    return Object.fromEntries(chosen) as object;
  });
  const whole = [
    { id: 1, text: 'a' },
    { id: 1, text: 'a', isOpen: false },
    { id: 7, text: 'a', mail: 'ada@example.org' },
    JSON.parse('{"id":1,"text":"a","__proto__":{"id":2}}') as object,
  ];
  return [{}, ...all, ...several, ...whole];
}

/** What came of it, so that it can be compared: the payload with its class, or what is wrong. */
async function outcomeOf(act: () => unknown): Promise<unknown> {
  try {
    const payload = (await act()) as object;
    const own = Object.entries(payload).map(([name, value]) => [
      name,
      typeof value === 'function' ? 'a function' : (value as unknown),
    ]);
    return { name: payload.constructor.name, members: Object.fromEntries(own) as object };
  } catch (error) {
    return {
      failure: describeError(error)
        .message.replace(/^.*?: /, '')
        .replace(/\..*$/s, ''),
    };
  }
}

describe('A payload class', () => {
  for (const payloadClass of classes) {
    it(`${payloadClass.name} is read and written as its packages do it`, async () => {
      const { validate: read, validateNow, toPlain } = await payloadReading(payloadClass, 'spec');
      for (const value of values()) {
        const text = JSON.stringify(value);
        const theirs = await outcomeOf(async () => {
          const payload = plainToInstance(payloadClass as new () => object, JSON.parse(text) as object);
          const [wrong] = await validate(payload);
          if (wrong) throw new Error('spec: the payload is invalid');
          return payload;
        });
        const ours = await outcomeOf(() => read(JSON.parse(text)));
        const now = await outcomeOf(() => validateNow(JSON.parse(text)));
        const isRefused = (outcome: unknown): boolean => 'failure' in (outcome as object);
        expect([isRefused(ours), isRefused(now)], text).to.deep.equal([isRefused(theirs), isRefused(theirs)]);
        if (isRefused(theirs)) continue;
        expect([ours, now], text).to.deep.equal([theirs, theirs]);
        const payload = plainToInstance(payloadClass as new () => object, JSON.parse(text) as object);
        expect(toPlain?.(payload), text).to.deep.equal(instanceToPlain(payload));
      }
    });
  }

  it('is read as its packages do it also where its validator answers later without having said so', async () => {
    let isValid = true;
    let calls = 0;
    class Late {
      @IsInt() id!: number;
    }
    const validator = {
      validate: (): Promise<boolean> => {
        calls += 1;
        return Promise.resolve(isValid);
      },
    };
    registerDecorator({ name: 'late', target: Late, propertyName: 'id', validator });
    const { validate: read } = await payloadReading(Late, 'spec');
    expect(await read({ id: 1 })).to.be.instanceOf(Late);
    const before = calls;
    isValid = false;
    expect(await outcomeOf(() => read({ id: 1 }))).to.have.property('failure');
    expect(calls - before).to.equal(1);
  });

  it('minds no rejection of a validator that it did not wait for', async () => {
    const failure = new Error('the database is lost');
    class Lost {
      @IsInt() id!: number;
    }
    const validator = { validate: (): Promise<boolean> => Promise.reject(failure) };
    registerDecorator({ name: 'lost', target: Lost, propertyName: 'id', validator });
    const { validate: read } = await payloadReading(Lost, 'spec');
    let thrown: unknown;
    await Promise.resolve(read({ id: 1 })).catch((error: unknown) => (thrown = error));
    expect(thrown).to.equal(failure);
  });

  it('asks the validators of a valid object once', async () => {
    let calls = 0;
    class Counted {
      @IsInt() id!: number;
    }
    const validator = { validate: (): boolean => (calls += 1) > 0 };
    registerDecorator({ name: 'counted', target: Counted, propertyName: 'id', validator });
    const { validate: read } = await payloadReading(Counted, 'spec');
    await read({ id: 1 });
    expect(calls).to.equal(1);
  });
});
