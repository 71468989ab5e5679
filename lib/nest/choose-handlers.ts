import type { DiscoveryService, ModulesContainer } from '@nestjs/core';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { discoverHandlers, type FoundHandler, type Provided } from './discover-handlers.js';
import type { RedisTriggersRegistration } from './nest-options.js';

/** A registration as a provider, so that all of an application find each other without anything static. */
export class Registration {
  readonly name: string | undefined;
  readonly include: RedisTriggersRegistration['include'];

  constructor({ name, include }: RedisTriggersRegistration) {
    this.name = name;
    this.include = include;
  }

  get place(): string {
    return this.name === undefined ? 'RedisTriggersModule' : `RedisTriggersModule "${this.name}"`;
  }
}

/** Everything that Nest provides, in some modules or in all. */
export function providedIn(discovery: DiscoveryService, include?: Registration['include']): Provided[] {
  const options = include ? { include: [...include] } : {};
  return [...discovery.getProviders(options), ...discovery.getControllers(options)];
}

/** The handlers that a registration runs. Throws NEST_REGISTRATION where it cannot be said who runs what. */
export function handlersOf(
  own: Registration,
  discovery: DiscoveryService,
  modules: ModulesContainer,
): FoundHandler[] {
  assertIncluded(own, modules);
  const others = registrations(discovery).filter((each) => each !== own);
  const same = others.find(({ name }) => name === own.name);
  if (same) {
    const what =
      own.name === undefined
        ? 'it is registered twice without a name'
        : 'it is registered twice under this name';
    throw wrong(
      own,
      what,
      'Call forRoot or forRootAsync once for each name, in one module; others need not import it.',
    );
  }
  if (own.include) return once(discoverHandlers(providedIn(discovery, own.include)));
  const open = others.find(({ include }) => !include);
  if (open) {
    const what = `it and ${open.place} would both run every handler`;
    throw wrong(
      own,
      what,
      'Give all registrations but one the modules whose handlers they run: `include: [OrdersModule]`.',
    );
  }
  const taken = others.flatMap(({ include = [] }) => discoverHandlers(providedIn(discovery, include)));
  const classes = new Set(taken.map(({ handlerClass }) => handlerClass));
  return once(discoverHandlers(providedIn(discovery))).filter(
    ({ handlerClass }) => !classes.has(handlerClass),
  );
}

/** Of a module that the application does not have, such as undefined in a cycle of imports, silently nothing would run. */
function assertIncluded(own: Registration, modules: ModulesContainer): void {
  const known = new Set<unknown>([...modules.values()].map(({ metatype }) => metatype));
  const [foreign] = (own.include ?? []).filter((each) => !known.has(each)).map(nameOf);
  if (foreign === undefined) return;
  const remedy = 'Import it into the application, or remove it; undefined is left by a cycle of imports.';
  throw wrong(own, `it includes ${foreign}, which is no module of the application`, remedy);
}

function nameOf(given: unknown): string {
  return typeof given === 'function' ? given.name : String(given);
}

function registrations(discovery: DiscoveryService): Registration[] {
  const found = discovery.getProviders().map(({ instance }) => instance as unknown);
  return found.filter((each) => each instanceof Registration);
}

/** A class that several modules provide is a handler once: each of its messages is handled once. */
function once(found: readonly FoundHandler[]): FoundHandler[] {
  return [...new Map(found.map((each) => [each.handlerClass, each])).values()];
}

function wrong(own: Registration, what: string, remedy: string): RedisTriggersError {
  return new RedisTriggersError({ code: 'NEST_REGISTRATION', place: own.place, what, remedy });
}
