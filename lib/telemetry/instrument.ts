import type { MeterProvider, TracerProvider } from '@opentelemetry/api';
import { addOnPortOf } from '../runtime/add-on-port.js';
import type { Runtime } from '../runtime/runtime.js';
import type { Sender } from '../sending/sender.js';
import { checkInstrumentOptions } from './check-telemetry-options.js';
import { hookUp, isRuntime, type Hook, type Instrumented, type Telemetry } from './hook-up.js';
import { loadOpenTelemetry, type OpenTelemetry } from './load-peer.js';
import { meterSink } from './metrics/meter-sink.js';
import { recordMetrics, type BacklogOptions } from './metrics/record-metrics.js';
import { schemaUrl, scopeName } from './names.js';
import { meterSends, traceSends } from './sends/hook-sends.js';
import { AttemptSpans } from './tracing/attempt-spans.js';
import type { ProducerRelation } from './tracing/message-spans.js';
import type { CarrierOptions } from './tracing/message-carrier.js';

/** What the spans of `instrument` are like. */
export interface TracingOptions extends CarrierOptions {
  /** Default: the provider that the SDK has registered. */
  readonly tracerProvider?: TracerProvider;
  /**
   * How a span is related to that of the producer. `link` (default): it begins a trace of its own, with a link. `parent`: it
   * belongs to the producer's trace, but for batches.
   */
  readonly relation?: ProducerRelation;
}

/** What the metrics of `instrument` are like. */
export interface MeterOptions extends BacklogOptions {
  /** Default: the provider that the SDK has registered, which must be before the call. */
  readonly meterProvider?: MeterProvider;
}

/** The options of `instrument`. */
export interface InstrumentOptions {
  /** Whether spans are made, and how. Default true. */
  readonly tracing?: boolean | TracingOptions;
  /** Whether metrics are recorded, and how. Default true. */
  readonly metrics?: boolean | MeterOptions;
}

/** The options of `instrument` for a sender: those that say something of sends. */
export interface InstrumentSenderOptions {
  /** Whether spans are made, and how. Default true. */
  readonly tracing?: boolean | Pick<TracingOptions, 'tracerProvider' | 'jsonMember'>;
  /** Whether messages are counted, and where. Default true. */
  readonly metrics?: boolean | Pick<MeterOptions, 'meterProvider'>;
}

/**
 * Makes spans and metrics of a runtime and its sender with OpenTelemetry's API, until it stops; or of a sender of
 * `createSender`. Call it after the SDK has been started and before `start()`, to miss nothing.
 *
 * @throws RedisTriggersError PEER_MISSING without `@opentelemetry/api`, TELEMETRY_OPTION_INVALID for all problems of the options,
 *   and where the runtime or sender is instrumented so already
 */
export function instrument(runtime: Runtime, options?: InstrumentOptions): Promise<Telemetry>;
export function instrument(sender: Sender, options?: InstrumentSenderOptions): Promise<Telemetry>;
export async function instrument(
  instrumented: Instrumented,
  options: InstrumentOptions = {},
): Promise<Telemetry> {
  checkInstrumentOptions(options, isRuntime(instrumented));
  const api = await loadOpenTelemetry('instrument');
  const { tracing = true, metrics = true } = options;
  const hooks = new Map<object, Hook>();
  if (tracing !== false) {
    const { tracerProvider = api.trace, ...spans } = tracing === true ? {} : tracing;
    hooks.set(tracerProvider, () =>
      isRuntime(instrumented)
        ? traceAttempts(instrumented, api, tracerProvider, spans)
        : traceSends(instrumented, api, tracerProvider, spans),
    );
  }
  if (metrics !== false) {
    const { meterProvider = api.metrics, ...backlog } = metrics === true ? {} : metrics;
    hooks.set(meterProvider, () =>
      isRuntime(instrumented)
        ? meterRuntime(instrumented, meterProvider, backlog)
        : meterSends(instrumented, meterProvider),
    );
  }
  return hookUp(instrumented, 'instrument', hooks);
}

function traceAttempts(
  runtime: Runtime,
  api: OpenTelemetry,
  provider: TracerProvider,
  { relation = 'link', ...carriers }: Omit<TracingOptions, 'tracerProvider'>,
): () => void {
  const port = addOnPortOf(runtime);
  const tracer = provider.getTracer(scopeName, undefined, { schemaUrl });
  const { functions } = runtime;
  const { describeError } = port;
  const spans = new AttemptSpans({ ...carriers, api, tracer, functions, describeError, relation });
  const endOpen = (): void => spans.endOpen();
  runtime.once('stopped', endOpen);
  const unhooks = [port.instrument(spans), traceSends(runtime.sender, api, provider, carriers)];
  return () => {
    for (const unhook of unhooks) unhook();
    // Handlers that run now have spans until they end, which may be with the runtime.
    if (!spans.hasOpen) runtime.off('stopped', endOpen);
  };
}

function meterRuntime(runtime: Runtime, provider: MeterProvider, backlog: BacklogOptions): () => void {
  return recordMetrics(runtime, meterSink(provider.getMeter(scopeName, undefined, { schemaUrl })), backlog);
}
