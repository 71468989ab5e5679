const { app, trigger } = require('@azure/functions');

app.generic('StreamTrigger', {
  trigger: trigger.generic({
    type: 'redisStreamTrigger',
    connection: 'redisLocalhost',
    key: 'streamTest',
    pollingIntervalInMs: 1000,
    maxBatchSize: 10,
  }),
  handler: async (entry, context) => context.log('StreamTrigger', entry),
});
