module.exports = async function (context, entry) {
  context.log('ListTrigger', entry);
};
