import { expect } from 'chai';
import { isConnectionLost } from '../../../lib/redis/errors/error-kind.js';
import { ReplyLostError } from '../../../lib/redis/errors/reply-lost-error.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { PendingReplies } from '../../../lib/redis/client/pending-replies.js';
import { SentCommands, type SentCommandsOptions } from '../../../lib/redis/client/sent-commands.js';

describe('SentCommands', () => {
  const sending = (thrown: Error): Promise<unknown> =>
    new SentCommands({
      request: { connection: 'shop' },
      exchange: { bytes: 0, send: () => Promise.reject(thrown) },
      pending: { add: () => ({}), answered: () => undefined } as unknown as PendingReplies,
      watch: { start: () => undefined },
    } as unknown as SentCommandsOptions)
      .send(['PING'], 0)
      .catch((error: unknown) => error);

  it('say that the connection is lost where its end has come and ioredis has not said so: nothing was written', async () => {
    const error = await sending(new Error("Stream isn't writeable and enableOfflineQueue options is false"));
    expect(isConnectionLost(error)).to.equal(true);
    expect(error).to.not.be.instanceOf(ReplyLostError);
    expect(error).to.have.property('place', 'shop');
  });

  it('let ioredis learn of that before somebody tries again at once', async () => {
    let hasLearned = false;
    setImmediate(() => (hasLearned = true));
    for (let attempt = 0; attempt < 1_000 && !hasLearned; attempt++) {
      await sending(new Error("Stream isn't writeable and enableOfflineQueue options is false"));
    }
    expect(hasLearned).to.equal(true);
  });

  it('pass on what Redis said', async () => {
    const reply = Object.assign(new Error('WRONGTYPE it is text'), { name: 'ReplyError' });
    expect(await sending(reply)).to.be.instanceOf(RedisReplyError);
  });
});
