import { expect } from 'chai';
import { RedisReplyError } from '../../lib/redis/errors/redis-reply-error.js';
import { ReplyLostError } from '../../lib/redis/errors/reply-lost-error.js';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import { dispatch } from '../../lib/sending/dispatch.js';

const commands: readonly RedisCommand[] = [
  ['XADD', 'a'],
  ['XADD', 'b'],
  ['XADD', 'c'],
];

const lost = new ReplyLostError({ code: 'CONNECTION_LOST', place: 'shop', what: 'it closed' });

/** A client that answers the commands with these in turn. */
function clientOf(...answers: unknown[]) {
  const sent: string[] = [];
  return {
    sent,
    isReady: true,
    whenReady: () => Promise.resolve(),
    send([, key]: RedisCommand): Promise<unknown> {
      sent.push(String(key));
      const answer = answers.shift();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
}

describe('dispatch', () => {
  const until = new AbortController().signal;
  const whyNotReady = () => undefined;

  it('says of each command whether it was sent, was not, or may have been', async () => {
    const client = clientOf('1-1', new RedisReplyError('OOM command not allowed'), lost);
    const results = await dispatch(commands, { client, until, repeats: false, whyNotReady });
    expect(results.map(({ status }) => status)).to.deep.equal(['sent', 'notSent', 'unknown']);
    expect(client.sent).to.deep.equal(['a', 'b', 'c']);
  });

  it('sends those again that a failover refused, and no others', async () => {
    const client = clientOf('1-1', new RedisReplyError('READONLY You can not write'), lost, '1-2');
    const results = await dispatch(commands, { client, until, repeats: false, whyNotReady });
    expect(results.map(({ status }) => status)).to.deep.equal(['sent', 'sent', 'unknown']);
    expect(client.sent).to.deep.equal(['a', 'b', 'c', 'b']);
  });

  it('sends again what may have been sent, where it may be there twice; else it stays unknown', async () => {
    const client = clientOf('1-1', '1-2', lost, new RedisReplyError('OOM command not allowed'));
    const results = await dispatch(commands, { client, until, repeats: true, whyNotReady });
    expect(results.map(({ status }) => status)).to.deep.equal(['sent', 'sent', 'unknown']);
    expect(client.sent).to.deep.equal(['a', 'b', 'c', 'c']);
  });
});
