import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import { AtMostOnceReader } from '../../../lib/list/at-most-once/at-most-once-reader.js';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import { ManualClock } from '../../support/manual-clock.js';

const descriptor = {
  keys: ['orders'],
  listPopFromBeginning: true,
  blocking: false,
  pollingIntervalInMs: 1_000,
} as unknown as ListFunction;

describe('AtMostOnceReader', () => {
  let commands: RedisCommand[];
  let version: string;
  let becomeReady: () => void;
  let reader: AtMostOnceReader;

  beforeEach(() => {
    commands = [];
    version = '7.0.0';
    const client = {
      send: (command: RedisCommand): Promise<unknown> => {
        const [name] = command;
        if (name === 'INFO') return Promise.resolve(`redis_version:${version}`);
        if (name === 'CLIENT') return Promise.resolve(7);
        commands.push(command);
        return Promise.resolve(null);
      },
      onReady: (listener: () => void) => void (becomeReady = listener),
      onHeldUp: () => undefined,
    };
    reader = new AtMostOnceReader(descriptor, client, client, new ManualClock(), true, () => undefined);
  });

  it('asks the server again what it can do after a reconnect, because another may answer', async () => {
    await reader.read(3);
    version = '6.0.0';
    await reader.read(3);
    becomeReady();
    await reader.read(3);
    expect(commands).to.deep.equal([
      ['LPOP', 'orders', 3],
      ['LPOP', 'orders', 3],
      ['LPOP', 'orders'],
    ]);
  });
});
