import { RedisTriggersError } from '../errors/redis-triggers-error.js';

export type OpenTelemetry = typeof import('@opentelemetry/api');
export type PromClient = typeof import('prom-client');

/** OpenTelemetry's API, loaded when it is needed and not before: who only wants Prometheus need not have it. */
export async function loadOpenTelemetry(place: string): Promise<OpenTelemetry> {
  try {
    return await import('@opentelemetry/api');
  } catch (cause) {
    throw missing('@opentelemetry/api', place, cause);
  }
}

/** prom-client, loaded when it is needed and not before. */
export async function loadPromClient(place: string): Promise<PromClient> {
  try {
    return await import('prom-client');
  } catch (cause) {
    throw missing('prom-client', place, cause);
  }
}

/** The package yaml, loaded when it is needed and not before. */
export async function loadYaml(place: string): Promise<typeof import('yaml')> {
  try {
    return await import('yaml');
  } catch (cause) {
    throw missing('yaml', place, cause);
  }
}

function missing(name: string, place: string, cause: unknown): RedisTriggersError {
  const what = `${place} needs the package ${name}, which is not installed`;
  return new RedisTriggersError(
    { code: 'PEER_MISSING', place, what, remedy: `npm install ${name}` },
    { cause },
  );
}
