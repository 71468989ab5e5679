const { app, trigger } = require('@azure/functions');

app.generic('ListTrigger', {
  trigger: trigger.generic({
    type: 'redisListTrigger',
    connection: 'redisLocalhost',
    key: 'listTest',
    pollingIntervalInMs: 1000,
    maxBatchSize: 10,
    listDirection: 'LEFT',
  }),
  handler: async (entry, context) => context.log('ListTrigger', entry),
});
