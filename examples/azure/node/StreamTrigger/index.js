module.exports = async function (context, entry) {
  context.log('StreamTrigger', entry);
};
