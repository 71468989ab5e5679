const swc = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    // Standard decorators: `transform: { decoratorVersion: '2022-03' }`.
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
};

export default {
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  setupFiles: ['reflect-metadata'],
  transform: { '\\.ts$': ['@swc/jest', swc] },
};
