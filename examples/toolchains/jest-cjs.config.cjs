const commonjs = { module: { type: 'commonjs' }, jsc: { target: 'es2022' } };

module.exports = {
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1'] },
  setupFiles: ['reflect-metadata'],
  transform: {
    '\\.ts$': 'ts-jest',
    // The package is an ES module, which jest cannot require as it is on Node.js 20.
    'node_modules/redis-triggers/.*\\.js$': ['@swc/jest', commonjs],
  },
  transformIgnorePatterns: ['/node_modules/(?!redis-triggers/)'],
};
