import type { ConnectionUse } from '../acl/connection-rules.js';
import type { CommandClient } from '../../redis/commands/clients.js';
import type { FunctionApp, SkippedFunction } from '../../azure/function-app.js';
import { Connections } from '../../connections/connections.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import type { Problem } from '../../errors/problem.js';
import { throwProblems } from '../../errors/redis-triggers-error.js';
import type { Fleet } from '../../fleet/fleet.js';
import { defaultFleetName } from '../../fleet/fleet-options.js';
import { openFleet } from '../../fleet/open-fleet.js';
import { findFunction } from '../../functions/find-function.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { scrubbedDescription } from '../../logging/scrubbed-description.js';
import type { Secrets } from '../../logging/secrets.js';
import { findFunctions, type FoundFunctions } from '../../runtime/build/find-functions.js';
import { fleetTarget } from '../../runtime/build/fleet-target.js';
import { systemClock } from '../../time/system-clock.js';
import { connect, connectMasters, connectReplicas, patienceInMs } from './connect.js';
import { loadHandlers } from './load-handlers.js';
import { readConfiguration } from './read-configuration.js';
import type { ProgramConfiguration } from './program-configuration.js';
import { outputsOf } from './outputs-of.js';
import type { ProgramSource } from './protocol.js';

/** How handlers are loaded. */
export interface LoadOptions {
  /** Problems are kept with the program, instead of being thrown. */
  readonly keepsProblems?: boolean;
  /** Whether functions are to be called: if not, no Python is started for those of an Azure app. */
  readonly runs?: boolean;
  /** Functions of an Azure app that have other bindings are left out, as if `--ignore-other-bindings` were given. */
  readonly leavesOthersOut?: boolean;
  /** Where connections lead that are configured nowhere. */
  readonly unresolvedConnection?: string;
}

/** The handlers of a project with their functions and connections, in the process that loaded them. */
export class Program {
  private readonly connections = new Connections(systemClock, () => () => undefined);

  private constructor(
    readonly options: ProgramConfiguration,
    private readonly found: FoundFunctions,
    /** What is wrong with the handlers, the settings or the connections. */
    readonly problems: readonly Problem[],
    private readonly app: FunctionApp | undefined,
  ) {}

  /**
   * Loads the handlers. Where they are TypeScript and this process has no loader, it throws LoaderNeeded before it has
   * imported any.
   *
   * @throws RedisTriggersError for all problems of the handlers, settings and connections, unless they are kept
   */
  static async load(
    source: ProgramSource,
    { keepsProblems = false, leavesOthersOut = false, runs = false, unresolvedConnection }: LoadOptions = {},
  ): Promise<Program> {
    const options = await readConfiguration(source);
    const patterns = options.handlers.filter((each) => typeof each === 'string');
    const problems: Problem[] = [];
    const ignoresOtherBindings = leavesOthersOut || source.ignoresOtherBindings;
    const loaded = await loadHandlers(patterns, { ...source, ignoresOtherBindings, runs }, options, problems);
    const given = options.handlers.filter((each) => typeof each !== 'string');
    const handlers = [...new Set([...given, ...loaded.handlers])];
    const { app } = loaded;
    const complete = { ...options, handlers, ...(app && { settings: app.settings }) };
    const found = await findFunctions(complete, problems, {
      ...(unresolvedConnection !== undefined && { unresolvedConnection }),
    });
    if (!keepsProblems && problems.length > 0) await app?.close();
    if (!keepsProblems) throwProblems(problems, 'the handlers');
    return new Program(complete, found, problems, app);
  }

  get functions(): readonly FunctionDescriptor[] {
    return this.found.functions;
  }

  get secrets(): Secrets {
    return this.found.secrets;
  }

  /** The name of the fleet that the program is in. */
  get fleetName(): string | undefined {
    return this.options.fleet && (this.options.fleet.name ?? defaultFleetName);
  }

  /** The function of an id. Throws FUNCTION_UNKNOWN. */
  find(id: string): FunctionDescriptor {
    return findFunction(this.functions, id, 'redis-triggers');
  }

  /** Where the connection of a function leads. */
  targetOf({ connection }: FunctionDescriptor): ConnectionTarget {
    const target = this.found.targets.get(connection);
    if (!target) throw new Error(`the connection ${connection} has no target`);
    return target;
  }

  /** What each connection is used for, also by outputs and by the fleet. What is wrong with their connections is added to `problems`. */
  connectionUses(problems: Problem[]): Map<ConnectionTarget, ConnectionUse> {
    const uses = new Map<ConnectionTarget, ConnectionUse>();
    for (const each of this.functions) {
      const target = this.targetOf(each);
      uses.set(target, { target, functions: [...(uses.get(target)?.functions ?? []), each] });
    }
    for (const { target: known, ...output } of outputsOf(this.functions, this.found, problems)) {
      const target = [...uses.keys()].find(({ name }) => name === known.name) ?? known;
      const use = uses.get(target) ?? { target, functions: [] };
      uses.set(target, { ...use, outputs: [...(use.outputs ?? []), output] });
    }
    const { fleetName } = this;
    const found = fleetName === undefined ? undefined : this.targetOfFleet(problems);
    if (!found || fleetName === undefined) return uses;
    const target = [...uses.keys()].find(({ name }) => name === found.name) ?? found;
    return uses.set(target, { ...(uses.get(target) ?? { target, functions: [] }), fleetName });
  }

  /** A client that is ready. Rejects with what keeps it from being so. */
  connect(descriptor: FunctionDescriptor): Promise<CommandClient> {
    return this.connectTo(this.targetOf(descriptor));
  }

  /** A client that may not be ready: for what goes on when Redis is away. */
  clientOf(target: ConnectionTarget): CommandClient {
    return this.connections.command(target);
  }

  /** The same for what is no function. */
  connectTo(target: ConnectionTarget): Promise<CommandClient> {
    return connect(this.connections.command(target), target);
  }

  /** A client for each master of a cluster; elsewhere the one. */
  masters(target: ConnectionTarget): Promise<readonly CommandClient[]> {
    return connectMasters(this.connections, target);
  }

  /** A client for each replica of a cluster that can be reached: to be asked for after the masters, which know of them. */
  replicas(target: ConnectionTarget): Promise<readonly CommandClient[]> {
    return connectReplicas(this.connections, target);
  }

  /**
   * The fleet of the program, or the one of this name, once its Redis is ready; undefined where the program is in none. Rejects
   * with what keeps it from being so.
   */
  async connectFleet(name = this.fleetName): Promise<Fleet | undefined> {
    if (name === undefined) return undefined;
    const problems: Problem[] = [];
    const target = this.targetOfFleet(problems);
    throwProblems(problems);
    if (!target) return undefined;
    await this.connectTo(target);
    return this.fleetAt(name, target);
  }

  /** The same without waiting for Redis: what is asked of it waits. */
  openFleet(name = this.fleetName): Fleet | undefined {
    if (name === undefined) return undefined;
    const problems: Problem[] = [];
    const target = this.targetOfFleet(problems);
    throwProblems(problems);
    return target && this.fleetAt(name, target);
  }

  private fleetAt(name: string, target: ConnectionTarget): Fleet {
    const client = this.clientOf(target);
    const describeError = scrubbedDescription(this.secrets);
    return openFleet(name, {
      client,
      target,
      timeoutInMs: patienceInMs,
      describeError,
      close: () => undefined,
    });
  }

  /** The functions of an Azure app that do not run. */
  get skipped(): readonly SkippedFunction[] {
    return this.app?.skipped ?? [];
  }

  /** Closes every connection, and what the app has opened. */
  async close(): Promise<void> {
    this.connections.close();
    await this.app?.close();
  }

  private targetOfFleet(problems: Problem[]): ConnectionTarget | undefined {
    const place = { place: 'fleet', code: 'RUNTIME_OPTION_INVALID' } as const;
    return fleetTarget(this.options.fleet?.connection, this.found, place, problems);
  }
}
