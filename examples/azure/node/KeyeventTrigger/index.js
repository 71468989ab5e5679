module.exports = async function (context, message) {
  context.log('KeyeventTrigger', message);
};
