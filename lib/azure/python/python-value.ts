import type { BindingValue } from '../invocation/trigger-value.js';
import type { WireValue } from './worker-protocol.js';

/** A value of a binding on its way to Python. */
export function toWire(value: BindingValue): WireValue {
  if (value === undefined) return null;
  if (typeof value === 'string') return value;
  return Buffer.isBuffer(value)
    ? { b: value.toString('base64') }
    : (value as readonly (string | Buffer)[]).map(toWire);
}

/** What a function gave, from Python. */
export function fromWire(value: WireValue): unknown {
  if (value === null) return undefined;
  if (typeof value !== 'object') return value;
  if ('b' in value) return Buffer.from(value.b, 'base64');
  return 'j' in value ? value.j : value;
}
