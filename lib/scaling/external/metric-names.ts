import type { ScalableFunction } from '../../backlog/scalable-function.js';

/** The metric of each function. Kubernetes takes small letters, digits and dashes; two functions never share one. */
export function metricNames(functions: readonly ScalableFunction[]): ReadonlyMap<string, ScalableFunction> {
  const byName = new Map<string, ScalableFunction>();
  for (const descriptor of functions) {
    const plain = descriptor.id.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    let name = `redis-triggers-${plain}`;
    for (let number = 2; byName.has(name); number++) name = `redis-triggers-${plain}-${number}`;
    byName.set(name, descriptor);
  }
  return byName;
}
