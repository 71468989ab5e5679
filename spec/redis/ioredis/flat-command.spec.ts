import { expect } from 'chai';
import { Command } from 'ioredis';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import { FlatCommand } from '../../../lib/redis/ioredis/flat-command.js';

const commands: RedisCommand[] = [
  ['PING'],
  ['XREADGROUP', 'GROUP', 'group', 'me', 'COUNT', 10, 'STREAMS', 'orders', '>'],
  ['RPUSH', 'list', '', 'ключ', 'line\r\nbreak'],
  ['RPUSH', 'list', 'text', Buffer.from([0xff, 0x00, 0x0d, 0x0a]), Buffer.alloc(0), 1.5, -0],
];

describe('FlatCommand', () => {
  for (const [name, ...args] of commands) {
    it(`writes ${name} with ${args.length} arguments as ioredis does, byte for byte`, () => {
      const written = new FlatCommand([name, ...args]).toWritable({});
      const asEver = new Command(name.toLowerCase(), args, { replyEncoding: null }).toWritable({});
      expect(Buffer.from(written)).to.deep.equal(Buffer.from(asEver));
    });
  }

  it('leaves the command that it is made of as it was', () => {
    const command: RedisCommand = ['LPOP', 'list', 10];
    new FlatCommand(command).toWritable({});
    expect(command).to.deep.equal(['LPOP', 'list', 10]);
  });

  it('has its reply in bytes', async () => {
    const command = new FlatCommand(['GET', 'key']);
    command.resolve(Buffer.from([0xff]));
    expect(await command.promise).to.deep.equal(Buffer.from([0xff]));
  });
});
