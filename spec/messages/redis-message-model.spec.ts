import { expect } from 'chai';
import { ChannelMessage } from '../../lib/messages/channel-message.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { element } from '../support/messages.js';

describe('RedisMessageModel', () => {
  it('answers in the spelling of ported code as well', () => {
    const model = new RedisMessageModel('key', 'text');
    expect([model.trigger, model.Trigger]).to.deep.equal(['key', 'key']);
    expect([model.message, model.Message]).to.deep.equal(['text', 'text']);
  });

  it('has the channel of a published message, never the pattern', () => {
    const message = new ChannelMessage('news.eu', Buffer.from('text'), 'news.*');
    expect(message.toModel()).to.deep.equal(new RedisMessageModel('news.eu', 'text'));
  });

  it('has the key of an element, also of an empty one', () => {
    expect(element('', 'list').toModel()).to.deep.equal(new RedisMessageModel('list', ''));
  });
});
