import { expect } from 'chai';
import { ConnectionCatalog } from '../../lib/connections/connection-catalog.js';
import type { ListFunction } from '../../lib/functions/function-descriptor.js';
import { RedisTriggersError, throwProblems } from '../../lib/errors/redis-triggers-error.js';
import { Secrets } from '../../lib/logging/secrets.js';
import { recordSettings } from '../../lib/settings/record-settings.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeClasses, describeOne } from '../support/describe-classes.js';

class Broken {
  @RedisListTrigger({ connection: 'nowhere', key: '%gone%', count: 0, batch: 'yes', cuont: 1 } as never)
  onElement(_shape: { id: string }): void {
    // never runs
  }

  @RedisPubSubTrigger({ connection: 'nowhere' } as never)
  onMessage(): void {
    // never runs
  }
}

const nameConnection = (reference: string, place: string): string => {
  const catalog = new ConnectionCatalog({}, recordSettings({}), new Secrets());
  return catalog.resolve(reference, place).name;
};

describe('all problems of all functions', () => {
  const { functions, problems } = describeClasses([Broken], { nameConnection });

  it('are found together', () => {
    expect(functions).to.be.empty;
    expect(problems.map(({ place, code }) => `${place} ${code}`)).to.have.members([
      'Broken.onElement OPTION_INVALID',
      'Broken.onElement OPTION_INVALID',
      'Broken.onElement OPTION_UNKNOWN',
      'Broken.onElement PARAMETER_TYPE_ERASED',
      'Broken.onElement CONNECTION_UNRESOLVED',
      'Broken.onElement PLACEHOLDER_UNRESOLVED',
      'Broken.onMessage OPTION_MISSING',
      'Broken.onMessage CONNECTION_UNRESOLVED',
    ]);
  });

  it('are one error that lists each with its place, its remedy and its code', () => {
    const error = thrownBy(() => throwProblems(problems));
    expect(error.code).to.equal('CONFIGURATION_INVALID');
    expect(error.problems).to.deep.equal(problems);
    const [head, ...lines] = error.message.split('\n');
    expect(head).to.include(`${problems.length} problems`);
    expect(lines).to.have.length(problems.length);
    for (const line of lines) expect(line).to.match(/^ {2}- Broken\.on\w+: .+\. .+[.?] \[[A-Z_]+\]$/);
  });
});

describe('a descriptor', () => {
  it('is frozen through and through', () => {
    class Frozen {
      @RedisStreamTrigger({
        connection: 'c',
        key: 'a b',
        retry: { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 1 },
      })
      run(_message: string): void {
        // only its description is looked at
      }
    }
    const { functions } = describeClasses([Frozen]);
    const [descriptor] = functions;
    expect(functions).to.be.frozen;
    expect(descriptor).to.be.frozen;
    const objects = Object.values(descriptor ?? {}).filter((value) => typeof value === 'object') as object[];
    expect(objects).to.have.length(5);
    for (const object of objects) {
      expect(object).to.be.frozen;
      for (const part of Object.values(object) as unknown[]) expect(part).to.be.frozen;
    }
  });

  it('does not follow later changes of the options', () => {
    const options = { connection: 'c', key: ['a'], retry: { strategy: 'fixedDelay' } } as const;
    const retry = { ...options.retry, maxRetryCount: 1, delayIntervalInMs: 1 } as const;
    const written = { ...options, key: [...options.key] as string[], retry: { ...retry } };
    const descriptor = describeOne(classWith(RedisListTrigger(written))) as ListFunction;
    written.key.push('b');
    Object.assign(written.retry, { maxRetryCount: 9 });
    expect(descriptor.keys).to.deep.equal(['a']);
    expect(descriptor.retry).to.deep.equal(retry);
  });

  it('holds no secret of a literal connection string', () => {
    const connection = 'redis://user:sesame@127.0.0.1:6379';
    const handlers = classWith(RedisListTrigger({ connection, key: 'k' }));
    const descriptor = describeOne(handlers, { nameConnection });
    expect(descriptor.connection).to.include('127.0.0.1');
    expect(JSON.stringify(descriptor)).to.not.include('sesame');
  });
});

function thrownBy(run: () => void): RedisTriggersError {
  try {
    run();
  } catch (error) {
    if (error instanceof RedisTriggersError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
