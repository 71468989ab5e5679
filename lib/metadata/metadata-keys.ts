/**
 * Under which keys decorators leave what they record. `Symbol.for`, so that two copies of this package in
 * one program still read each other's records.
 */
export const metadataKeys = {
  triggers: Symbol.for('redis-triggers:triggers'),
  decorations: Symbol.for('redis-triggers:decorations'),
  hooks: Symbol.for('redis-triggers:hooks'),
  injectable: Symbol.for('redis-triggers:injectable'),
  parameters: Symbol.for('redis-triggers:parameters'),
} as const;
