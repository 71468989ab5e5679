const { app, input, trigger } = require('@azure/functions');

const user = input.generic({
  type: 'redis',
  connection: 'redisLocalhost',
  command: 'GET user:{userId}',
});

app.generic('OnOrder', {
  trigger: trigger.generic({
    type: 'redisListTrigger',
    connection: 'redisLocalhost',
    key: 'orders',
  }),
  extraInputs: [user],
  handler: async ({ article }, context) => context.log('OnOrder', article, context.extraInputs.get(user)),
});
