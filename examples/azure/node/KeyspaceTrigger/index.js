module.exports = async function (context, message) {
  context.log('KeyspaceTrigger', message);
};
