import { loadOpenTelemetry } from '../load-peer.js';

/** The context of a trace, as W3C Trace Context writes it. */
export interface TraceContext {
  readonly traceparent?: string;
  readonly tracestate?: string;
}

/**
 * The context of the span that is active here, for a producer to send with a message: as a member of a JSON object, which
 * the option `jsonMember` names for whoever handles it. Empty where no span is active, or no SDK with a propagator is
 * registered.
 *
 * @throws RedisTriggersError PEER_MISSING without `@opentelemetry/api`
 */
export async function traceContext(): Promise<TraceContext> {
  const { context, propagation } = await loadOpenTelemetry('traceContext');
  const carrier: { traceparent?: string; tracestate?: string } = {};
  propagation.inject(context.active(), carrier);
  const { traceparent, tracestate } = carrier;
  return { ...(traceparent && { traceparent }), ...(traceparent && tracestate && { tracestate }) };
}

/**
 * The same as the names and values of fields, to be appended to those of XADD: `redis.xadd('orders', '*', 'order', json, ...(await
 * traceFields()))`. Handlers do not see these fields in a payload or a `RedisMessageModel`.
 *
 * @throws RedisTriggersError PEER_MISSING without `@opentelemetry/api`
 */
export async function traceFields(): Promise<string[]> {
  return Object.entries(await traceContext()).flat() as string[];
}
