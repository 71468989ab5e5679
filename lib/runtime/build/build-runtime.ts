import 'reflect-metadata';
import { payloadDecoder } from '../../binding/payload-decoder.js';
import type { ReferencesElsewhere } from '../../connections/connection-catalog.js';
import { Instruments } from '../../invocation/instruments.js';
import type { AttemptObserver } from '../../invocation/attempt-observer.js';
import type { RunningFunction } from '../functions/running-function.js';
import type { EmbeddedRedis } from '../../connections/embedded-connection.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import { chooseContainer } from '../../di/choose-container.js';
import type { Problem } from '../../errors/problem.js';
import type { DescribeError } from '../../errors/describe-error.js';
import { RedisTriggersError, throwProblems } from '../../errors/redis-triggers-error.js';
import { EventBus } from '../../events/event-bus.js';
import { findFunction } from '../../functions/find-function.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { chooseLogger } from '../../logging/choose-logger.js';
import type { Logger } from '../../logging/logger.js';
import { scrubbedDescription } from '../../logging/scrubbed-description.js';
import { scrubbedLogger } from '../../logging/scrubbed-logger.js';
import type { Secrets } from '../../logging/secrets.js';
import type { Clock } from '../../time/clock.js';
import { dependableClock } from '../../time/dependable-clock.js';
import { systemClock } from '../../time/system-clock.js';
import { fleetTarget } from './fleet-target.js';
import type { RuntimeCompanion } from '../companion/runtime-companion.js';
import { RuntimeSender } from '../companion/runtime-sender.js';
import { commandPort } from '../../sending/command-port.js';
import { callsOf, Sender } from '../../sending/sender.js';
import { prepareOutputs } from '../functions/prepare-outputs.js';
import type { SharedServices } from '../functions/assemble-function.js';
import { dependableLogger } from './dependable-logger.js';
import { embeddedResource } from './embedded-resource.js';
import { checkRuntimeOptions } from './check-runtime-options.js';
import { findFunctions } from './find-functions.js';
import { logEvents } from '../reporting/log-events.js';
import { loadListenerMaker } from '../functions/make-listener.js';
import type { PreparedFunction } from '../functions/prepared-function.js';
import { Pauses } from '../pause/pauses.js';
import { Runtime } from '../runtime.js';
import type { RuntimeOptions } from '../runtime-options.js';
import { warnOfPositions } from './warn-of-positions.js';
import { warnIfNeverStarted } from './never-started.js';
import { StopSchedule } from '../stop/stop-schedule.js';

const defaultShutdownTimeoutInMs = 10_000;

const fleetOfRuntime = { place: 'createRuntime', code: 'RUNTIME_OPTION_INVALID' } as const;

/** What else a runtime can be made with, by those above it: the package's entry and the testing kit. */
export interface RuntimeHooks extends ReferencesElsewhere {
  /** Which functions run, by their ids; all of them unless told. */
  readonly only?: readonly string[];
  /** Whether the program is told where it ends without having started the runtime. */
  readonly mustStart?: boolean;
  /** Whether there may be no handlers at all: the host finds them, and a program may only send. */
  readonly mayHaveNoHandlers?: boolean;
  /** Makes the Redis of connections whose string is `embedded`. */
  readonly openEmbedded?: () => Promise<EmbeddedRedis>;
  /** What a stop goes by; the runtime's clock unless told. */
  readonly stopClock?: Clock;
  /** Hears of every attempt. */
  readonly onAttempt?: AttemptObserver;
  /** Goes along with the runtime. */
  readonly companion?: RuntimeCompanion;
  /** Gets the functions with their listeners, before they start. */
  readonly onAssembled?: (running: readonly RunningFunction[]) => void;
}

/** Makes a runtime: `createRuntime`, with hooks. */
export async function buildRuntime(options: RuntimeOptions, hooks: RuntimeHooks = {}): Promise<Runtime> {
  if (!hooks.mayHaveNoHandlers || options.handlers.length > 0) throwProblems(checkRuntimeOptions(options));
  const problems: Problem[] = [];
  const found = await findFunctions(options, problems, hooks);
  const { functions, targets, catalog, secrets } = found;
  const { companion } = hooks;
  const target = companion && fleetTarget(companion.connection, found, fleetOfRuntime, problems);
  const only = hooks.only?.map((id) => findFunction(functions, id, 'createRuntime'));
  const prepared = await prepare(only ?? functions, targets, problems);
  const describeError = scrubbedDescription(secrets);
  const { openEmbedded } = hooks;
  const sending = new RuntimeSender({ catalog, settings: found.settings, describeError, openEmbedded });
  const sends = callsOf(sending.sender);
  await prepareOutputs(functions, sends, problems);
  throwProblems(problems);
  const { shutdownTimeoutInMs = defaultShutdownTimeoutInMs, middleware = [] } = options;
  const scrubbed = toLogger(await chooseLogger(options.logger), secrets, describeError);
  const clock = toClock(options.clock, scrubbed, describeError);
  const events = new EventBus((thrown, event) => {
    scrubbed.error({ event, error: describeError(thrown) }, 'an event listener failed');
  });
  logEvents(events, scrubbed, clock);
  const shared: Omit<SharedServices, 'connections'> = {
    clock,
    logger: scrubbed,
    events,
    describeError,
    scrub: (text) => secrets.scrub(text),
    container: await chooseContainer(options.container),
    middleware,
    schedule: new StopSchedule(hooks.stopClock ?? clock, shutdownTimeoutInMs),
    pauses: new Pauses(
      functions.map(({ id }) => id),
      clock,
    ),
    endings: [],
    onAttempt: hooks.onAttempt,
    instruments: new Instruments(),
    sends,
    port: commandPort(targets, (target) => sending.connect(target)),
  };
  shared.container.provide?.(Sender, sending.sender);
  const { embedded } = catalog;
  if (embedded.port !== undefined && openEmbedded) embedded.provide(await openEmbedded());
  const resources = [embeddedResource(embedded, scrubbed)];
  const company = { sending, companion: companion && target && { companion, target } };
  const runtime = new Runtime(prepared, shared, resources, company, hooks.onAssembled);
  warnOfPositions(only ?? functions, scrubbed);
  if (hooks.mustStart) warnIfNeverStarted(runtime, scrubbed);
  return runtime;
}

async function prepare(
  functions: readonly FunctionDescriptor[],
  targets: ReadonlyMap<string, ConnectionTarget>,
  problems: Problem[],
): Promise<PreparedFunction[]> {
  const prepared: PreparedFunction[] = [];
  for (const descriptor of functions) {
    const target = targets.get(descriptor.connection);
    if (!target) continue;
    try {
      const decode = await payloadDecoder(descriptor);
      prepared.push({ descriptor, target, decode, makeListener: await loadListenerMaker(descriptor) });
    } catch (error) {
      if (!(error instanceof RedisTriggersError)) throw error;
      problems.push(...error.problems);
    }
  }
  return prepared;
}

/** The logger that everything of a runtime writes to, handlers too. */
function toLogger(chosen: Logger, secrets: Secrets, describeError: DescribeError): Logger {
  // There is no other place to say it.
  const report = (thrown: unknown): void =>
    process.emitWarning(
      `the logger of createRuntime failed: ${describeError(thrown).message}`,
      'RedisTriggersWarning',
    );
  return dependableLogger(scrubbedLogger(chosen, secrets), report);
}

function toClock(given: Clock | undefined, logger: Logger, describeError: DescribeError): Clock {
  if (!given) return systemClock;
  return dependableClock(given, (thrown) => {
    const text = "the clock of createRuntime failed; the system's clock is used where it does";
    logger.error({ error: describeError(thrown) }, text);
  });
}
