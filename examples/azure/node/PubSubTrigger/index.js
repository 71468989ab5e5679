module.exports = async function (context, message) {
  context.log('PubSubTrigger', message);
};
