import { expect } from 'chai';
import { INVOCATION_LOGGER } from '../../lib/di/invocation-tokens.js';
import { invocationTokens, invocationValue } from '../../lib/invocation/invocation-values.js';
import { silentLogger } from '../../lib/logging/silent-logger.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { ListElement } from '../../lib/messages/list-element.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { element } from '../support/messages.js';

const on = { connection: 'c', key: 'k' };
const message = element('text');
const origin = { functionId: 'Handlers.run', logger: silentLogger, signal: new AbortController().signal };

describe('what a scope of an invocation gives', () => {
  const context = new InvocationContext(origin, [message]);

  it('is the context, the logger, the model and the raw message', () => {
    expect(invocationValue(context, InvocationContext)).to.equal(context);
    expect(invocationValue(context, INVOCATION_LOGGER)).to.equal(context.logger);
    expect(invocationValue(context, RedisMessageModel)).to.include({ message: 'text' });
    expect(invocationValue(context, ListElement)).to.equal(message);
  });

  it('is no message in a batch, which has several', () => {
    const tokensWith = (batch: boolean) =>
      invocationTokens(describeOne(classWith(RedisListTrigger({ ...on, batch }))));
    expect(tokensWith(false)).to.have.members([
      InvocationContext,
      INVOCATION_LOGGER,
      RedisMessageModel,
      ListElement,
    ]);
    expect(tokensWith(true)).to.have.members([InvocationContext, INVOCATION_LOGGER]);
  });
});
