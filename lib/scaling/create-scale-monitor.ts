import { BacklogGauge } from '../backlog/backlog-gauge.js';
import { isScalable } from '../backlog/scalable-function.js';
import { Connections } from '../connections/connections.js';
import { NodeErrors } from '../redis/client/node-errors.js';
import type { Problem } from '../errors/problem.js';
import { throwProblems } from '../errors/redis-triggers-error.js';
import { FleetKeys } from '../fleet/fleet-keys.js';
import { defaultFleetName } from '../fleet/fleet-options.js';
import { PauseReading } from '../fleet/pause-reading.js';
import { chooseLogger } from '../logging/choose-logger.js';
import { scrubbedDescription } from '../logging/scrubbed-description.js';
import { scrubbedLogger } from '../logging/scrubbed-logger.js';
import { IoredisWarnings } from '../runtime/ioredis-warnings.js';
import { fleetTarget } from '../runtime/build/fleet-target.js';
import { findFunctions } from '../runtime/build/find-functions.js';
import { systemClock } from '../time/system-clock.js';
import { checkScaleMonitorOptions } from './check-scale-monitor-options.js';
import { ScaleMonitor } from './scale-monitor.js';
import type { ScaleMonitorOptions } from './scale-monitor-options.js';

const place = 'createScaleMonitor';

const fleetOfMonitor = { place, code: 'SCALING_OPTION_INVALID' } as const;

/**
 * Watches the backlogs of the handlers' list and stream functions without running any of them: handler classes are
 * inspected but never constructed. Starts to connect and to sample at once, and resolves without waiting for either;
 * while Redis cannot be reached it keeps trying, and `read` rejects.
 *
 * @throws RedisTriggersError for all problems of the options, handlers, settings and connections
 */
export async function createScaleMonitor(options: ScaleMonitorOptions): Promise<ScaleMonitor> {
  throwProblems(checkScaleMonitorOptions(options), place);
  const problems: Problem[] = [];
  const found = await findFunctions(options, problems);
  const { functions, targets, catalog, secrets } = found;
  const fleet = options.fleet && fleetTarget(options.fleet.connection, found, fleetOfMonitor, problems);
  if (catalog.embedded.port !== undefined) problems.push(embeddedProblem());
  throwProblems(problems, place);
  const { clock = systemClock, samplingIntervalInMs = 10_000, timeoutInMs = 5_000 } = options;
  const logger = scrubbedLogger(await chooseLogger(options.logger), secrets);
  const describeError = scrubbedDescription(secrets);
  const nodeErrors = new NodeErrors();
  const ioredisWarnings = new IoredisWarnings(logger);
  const connections = new Connections(clock, (client) => {
    nodeErrors.watch(client);
    ioredisWarnings.watch(client);
    return () => undefined;
  });
  const closing = new AbortController();
  const gauges = new Map<string, BacklogGauge>();
  let isPaused: (functionId: string) => Promise<boolean> = () => Promise.resolve(false);
  const shared = { nodeErrors, clock, describeError, timeoutInMs, closed: closing.signal };
  try {
    if (fleet) {
      const keys = new FleetKeys(options.fleet?.name ?? defaultFleetName);
      const reading = new PauseReading(connections.command(fleet), keys, clock, timeoutInMs);
      isPaused = (functionId) => reading.isPaused(functionId);
    }
    for (const descriptor of functions.filter(isScalable)) {
      const target = targets.get(descriptor.connection);
      if (!target) continue;
      const client = connections.command(target);
      const credentials = connections.credentials(target);
      gauges.set(descriptor.id, new BacklogGauge({ ...shared, descriptor, client, credentials }));
    }
  } catch (error) {
    // A connection function threw: the clients of others must not stay open.
    connections.close();
    throw error;
  }
  return new ScaleMonitor({
    functions,
    gauges,
    isPaused,
    connections,
    closing,
    clock,
    samplingIntervalInMs,
    describeError,
    logger,
  });
}

function embeddedProblem(): Problem {
  const what = 'a connection is `embedded`, which is a Redis inside another process';
  const remedy = 'Use a connection to a server that both processes can reach.';
  return { code: 'CONNECTION_UNSUPPORTED', place, what, remedy };
}
