import { expect } from 'chai';
import { optionTable } from '../../lib/functions/options/option-table.js';
import type { FunctionDescriptor } from '../../lib/functions/function-descriptor.js';
import type { TriggerKind } from '../../lib/messages/raw-message.js';
import { createRuntime } from '../../lib/create-runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { codeIn, readText, sectionOf, tableRows } from './pages.js';

const connection = '127.0.0.1:1';

class Defaults {
  @RedisPubSubTrigger({ connection, channel: 'c', name: 'pubsub' })
  @RedisListTrigger({ connection, key: 'k', name: 'list' })
  @RedisStreamTrigger({ connection, key: 'k' })
  one(): void {
    // Only its defaults matter.
  }

  @RedisListTrigger({ connection, key: 'k', batch: true, count: 7, name: 'list batch' })
  @RedisStreamTrigger({ connection, key: 'k', batch: true, count: 7, name: 'stream batch' })
  batch(): void {
    // Only its defaults matter.
  }
}

/** The defaults that are no constant: how a page words them, and what they are in a descriptor. */
const derived: Readonly<Record<string, (descriptor: FunctionDescriptor) => unknown>> = {
  'the function id': ({ id }) => id,
  'by the text': () => false,
  none: () => undefined,
  '`0`, or `count` with `atLeastOnce`': () => 0,
  '`count`': (descriptor) => (descriptor.kind === 'pubsub' ? undefined : descriptor.count),
  '`count`, or 1 with `batch`': (descriptor) =>
    descriptor.kind === 'pubsub' || descriptor.batch ? 1 : descriptor.count,
};

for (const kind of ['pubsub', 'list', 'stream'] as const) {
  describe(`docs/${kind}-trigger.md`, () => {
    const rows = tableRows(sectionOf(readText(`docs/${kind}-trigger.md`), 'Options'));
    const options = Object.entries(optionTable).filter(([, { kinds }]) => kinds.includes(kind));

    it('lists the options, and no others', () => {
      const names = rows.map(([name = '']) => codeIn(name)[0]);
      expect(names).to.have.members(options.map(([name]) => name));
    });

    it('lists their aliases', () => {
      for (const [name, rule] of options) {
        const [, , aliases = ''] = rowOf(name);
        expect(codeIn(aliases), name).to.have.members(Object.keys(rule.aliases ?? {}));
      }
    });

    it('says the defaults that functions have', async () => {
      for (const descriptor of await describedFunctions(kind)) {
        for (const [name, { required }] of options) {
          const [, cell = ''] = rowOf(name);
          if (required) expect(cell, name).to.equal('required');
          else expect(valueOf(name, descriptor), name).to.equal(documentedDefault(cell, descriptor));
        }
      }
    });

    function rowOf(name: string): string[] {
      return rows.find(([first]) => first === `\`${name}\``) ?? [];
    }
  });
}

async function describedFunctions(kind: TriggerKind): Promise<readonly FunctionDescriptor[]> {
  const { functions } = await createRuntime({ handlers: [Defaults], logger: false });
  return functions.filter((each) => each.kind === kind);
}

/** What a descriptor has for an option; `name` and `key` stand there under other names. */
function valueOf(name: string, descriptor: FunctionDescriptor): unknown {
  if (name === 'name') return descriptor.id;
  // Given to the second method, so that what depends on them can be told apart.
  if (descriptor.batch && (name === 'batch' || name === 'count')) return name === 'batch' ? false : 10;
  return (descriptor as unknown as Record<string, unknown>)[name];
}

function documentedDefault(cell: string, descriptor: FunctionDescriptor): unknown {
  const derive = derived[cell];
  if (derive) return derive(descriptor);
  const [literal = ''] = codeIn(cell);
  return JSON.parse(literal.replaceAll("'", '"'));
}
