import { expect } from 'chai';
import { createRuntime } from '../../../lib/create-runtime.js';
import { Message } from '../../../lib/triggers/message.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { classWith } from '../../support/describe-classes.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const options = { connection: 'c', key: 'k' };
const takesOne = (_message: unknown): void => undefined;

async function warningsOf(...handlers: ReturnType<typeof classWith>[]) {
  const logger = new RecordingLogger();
  await createRuntime({ handlers, connections: { c: '127.0.0.1:1' }, logger }).then((runtime) =>
    runtime.stop(),
  );
  return logger.lines.filter(({ fields }) => fields.code === 'PARAMETER_TYPES_MISSING');
}

describe('a runtime whose compiler emitted no parameter types', () => {
  it('says once which functions are bound by position, and what to do', async () => {
    const first = classWith(RedisListTrigger({ ...options, name: 'first' }), takesOne);
    const second = classWith(RedisListTrigger({ ...options, name: 'second' }), takesOne);
    const [line, ...others] = await warningsOf(first, second);
    expect(others).to.deep.equal([]);
    expect(line).to.deep.include({ level: 'warn' });
    expect(line?.fields.functions).to.deep.equal(['Handlers.run']);
    for (const remedy of ['"emitDecoratorMetadata": true', '@Payload()', 'the option args'])
      expect(line?.text).to.include(remedy);
  });

  it('says nothing where it cannot guess wrong', async () => {
    const named = classWith(RedisListTrigger({ ...options, name: 'named', args: [Message()] }), takesOne);
    const without = classWith(RedisListTrigger({ ...options, name: 'without' }));
    expect(await warningsOf(named, without)).to.deep.equal([]);
  });
});
