module.exports = async function (context, entry) {
  const { id, article } = typeof entry === 'string' ? JSON.parse(entry) : entry;
  context.log('shipping', id);
  return [[`${article} for ${id}`]]; // one argument, though it has spaces
};
