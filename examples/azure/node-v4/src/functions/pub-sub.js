const { app, trigger } = require('@azure/functions');

const on = (channel) =>
  trigger.generic({
    type: 'redisPubSubTrigger',
    connection: 'redisLocalhost',
    channel,
    pattern: false,
    name: 'message',
  });

for (const [name, channel] of [
  ['PubSubTrigger', 'channel'],
  ['KeyspaceTrigger', '__keyspace@0__:myKey'],
  ['KeyeventTrigger', '__keyevent@0__:del'],
]) {
  app.generic(name, {
    trigger: on(channel),
    handler: async ({ Message }, context) => context.log(name, Message),
  });
}
