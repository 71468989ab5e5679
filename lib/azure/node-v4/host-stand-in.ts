import Module from 'node:module';
import { isObject } from '../../errors/value-checks.js';
import { hookNames, type AppRegistry, type HookName } from './app-registry.js';
import type { ProgrammingModel } from './programming-model.js';

/** The name under which the programming models of Azure ask for their host. It is not published. */
const coreName = '@azure/functions-core';

/** Where modules of a process find it that are not loaded by `require`. */
const globalName = Symbol.for('redis-triggers.azure-functions-core');

/** What an app has set while it loaded; a copy of `@azure/functions` sets its model once in a process. */
let programmingModel: ProgrammingModel | undefined;
let registry: AppRegistry | undefined;
let isInstalled = false;

/** The programming model that was set last. */
export function currentModel(): ProgrammingModel | undefined {
  return programmingModel;
}

/** From now on what an app registers goes there. The stand-in stays, because another copy of a package may load later. */
export function provideCore(given: AppRegistry): void {
  registry = given;
  if (isInstalled) return;
  isInstalled = true;
  Object.assign(globalThis, { [globalName]: core });
  const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
  const load = loader._load.bind(loader);
  loader._load = (request, ...rest) => (request === coreName ? core : load(request, ...rest));
  provideToImports();
}

/** ES modules that import it themselves; `@azure/functions` uses `require`, which those hooks do not reach in every Node.js. */
function provideToImports(): void {
  const names = Object.keys(core);
  const source = `const core=globalThis[Symbol.for('redis-triggers.azure-functions-core')];export default core;export const {${names.join(',')}}=core;`;
  const url = `data:text/javascript,${encodeURIComponent(source)}`;
  const { registerHooks, register } = Module as unknown as ModuleHooks;
  if (registerHooks) {
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === coreName ? { url, format: 'module', shortCircuit: true } : next(specifier, context),
    });
    return;
  }
  const hook = `export const resolve=(s,c,n)=>s===${JSON.stringify(coreName)}?{url:${JSON.stringify(url)},format:'module',shortCircuit:true}:n(s,c);`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}

interface ModuleHooks {
  readonly registerHooks?: (hooks: { readonly resolve: Resolve }) => unknown;
  readonly register: (url: string) => void;
}

type Resolve = (
  specifier: string,
  context: unknown,
  next: (specifier: string, context: unknown) => unknown,
) => unknown;

/** Ends a registration. */
class Disposable {
  constructor(private readonly end: () => unknown) {}

  static from(...all: readonly { dispose: () => unknown }[]): Disposable {
    return new Disposable(() => all.forEach((each) => each.dispose()));
  }

  dispose(): void {
    this.end();
  }
}

const core = {
  version: '4.0.0',
  hostVersion: '4.0.0',
  Disposable,
  setProgrammingModel: (model: ProgrammingModel): void => void (programmingModel = model),
  getProgrammingModel: (): ProgrammingModel | undefined => programmingModel,
  registerFunction: (...given: Parameters<AppRegistry['register']>): Disposable =>
    new Disposable(current().register(...given)),
  registerHook: (name: HookName, callback: unknown): Disposable => {
    if (!hookNames.includes(name))
      throw Object.assign(new RangeError(`there is no hook "${name}"`), {
        isAzureFunctionsSystemError: true,
      });
    if (typeof callback !== 'function') throw new TypeError('a hook is no function');
    return new Disposable(current().hook(name, callback as (context: object) => unknown));
  },
  log: (level: unknown, category: unknown, message: unknown): void => {
    // What packages say about themselves at their start.
    if (isObject(level) || category !== 'user') return;
    process.stderr.write(`${String(message)}\n`);
  },
};

function current(): AppRegistry {
  if (!registry) throw new Error('no function app is being loaded');
  return registry;
}
