// Mocha adds the files that a configuration names to those on the command line, so that `npx mocha <file>`
// would run everything: the configuration names files only where the command line names none.
const isNamed = process.argv.slice(2).some((argument) => argument.endsWith('.spec.js'));

module.exports = {
  spec: isNamed ? [] : ['dist/spec/**/*.spec.js'],
  require: ['./dist/spec/support/root-hooks.js'],
  // It guards against hanging, and nothing else: specs share the processors with each other.
  timeout: 180_000,
  slow: 2_000,
  forbidOnly: true,
};
