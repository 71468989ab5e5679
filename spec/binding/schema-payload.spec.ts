import type { StandardSchemaV1 } from '@standard-schema/spec';
import { expect } from 'chai';
import { z } from 'zod';
import { payloadDecoder } from '../../lib/binding/payload-decoder.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { published } from '../support/messages.js';
import { rejectionOf } from '../support/rejection-of.js';

async function decode(payload: StandardSchemaV1, text: string): Promise<unknown> {
  const trigger = RedisPubSubTrigger({ connection: 'c', channel: 'news', payload });
  const decoder = await payloadDecoder(describeOne(classWith(trigger)));
  return decoder?.(published(text));
}

/** A schema by hand: any object that says what to do with a value. */
function schemaOf(validate: StandardSchemaV1.Props['validate']): StandardSchemaV1 {
  return { '~standard': { version: 1, vendor: 'by hand', validate } };
}

describe('a Standard Schema payload', () => {
  const order = z.object({ id: z.string().min(3), lines: z.array(z.object({ count: z.int() })).default([]) });

  it('is what the schema makes of it', async () => {
    expect(await decode(order, '{"id":"abc","unknown":1}')).to.deep.equal({ id: 'abc', lines: [] });
  });

  it('may be anything that JSON can say', async () => {
    expect(await decode(z.array(z.number()), '[1,2]')).to.deep.equal([1, 2]);
    expect(await decode(z.null(), 'null')).to.equal(null);
    expect(await decode(z.coerce.date(), '"2024-01-01"')).to.deep.equal(new Date('2024-01-01'));
  });

  it('is refused with the path of each issue, and without values', async () => {
    const text = '{"id":"abc","lines":[{"count":1},{"count":"sesame"}]}';
    const error = await rejectionOf(decode(order, text));
    expect(error).to.include({ code: 'PAYLOAD_INVALID', place: 'Handlers.run' });
    expect(error.message).to.include('lines.1.count: ').and.not.include('sesame');
  });

  it('is refused when it is no JSON, before the schema sees it', async () => {
    const never = schemaOf(() => {
      throw new Error('it must not be asked');
    });
    expect((await rejectionOf(decode(never, 'sesame'))).message).to.include('not valid JSON');
  });

  it('may be checked asynchronously', async () => {
    const known = z.object({ id: z.string().refine((id) => Promise.resolve(id === 'known'), 'is unknown') });
    expect(await decode(known, '{"id":"known"}')).to.deep.equal({ id: 'known' });
    expect((await rejectionOf(decode(known, '{"id":"other"}'))).message).to.include('id: is unknown');
  });

  it('may be checked by hand', async () => {
    const even = schemaOf((value) =>
      Number(value) % 2 === 0
        ? { value: Number(value) / 2 }
        : { issues: [{ message: 'is odd', path: ['a', { key: 'b' }, 0] }, { message: 'is bad' }] },
    );
    expect(await decode(even, '4')).to.equal(2);
    expect((await rejectionOf(decode(even, '3'))).message).to.include('a.b.0: is odd; is bad');
  });

  it('may be a function that is a schema, and no class', async () => {
    const schema = Object.assign(
      () => undefined,
      schemaOf(() => ({ value: 'made' })),
    );
    expect(await decode(schema, '1')).to.equal('made');
  });

  it('does not blame the payload for a failure of the schema itself', async () => {
    const outage = new Error('the database is away');
    const failing = schemaOf(() => Promise.reject(outage));
    const reason: unknown = await decode(failing, '1').catch((error: unknown) => error);
    expect(reason).to.equal(outage);
  });
});
