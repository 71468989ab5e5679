import { describeError } from '../../errors/describe-error.js';
import type { Problem } from '../../errors/problem.js';
import type { BindingRules, FunctionFile } from '../folder/function-file.js';
import type { HostFile } from '../folder/host-file.js';
import { isWritten } from '../folder/log-levels.js';
import type { AppResource } from '../function-app.js';
import type { FunctionRunner } from '../invocation/function-runner.js';
import { sortedOut, type SortedFunctions } from '../sorted-out.js';
import type { AppRegistry, RegisteredFunction } from './app-registry.js';
import { loadMain } from './load-main.js';
import { readRegistered } from './registered-file.js';
import { v4Runner } from './v4-runner.js';

/** What an app has registered with `@azure/functions`: functions of the fourth programming model, and hooks. */
export class RegisteredApp implements AppResource {
  private readonly appHookData = {};
  private isStarted = false;

  private constructor(
    private readonly root: string,
    private readonly registry: AppRegistry,
  ) {}

  /** Loads `main` of the package.json. */
  static async load(root: string, isNeeded: boolean, problems: Problem[]): Promise<RegisteredApp> {
    return new RegisteredApp(root, await loadMain(root, isNeeded, problems));
  }

  get functions(): readonly RegisteredFunction[] {
    return this.registry.functions;
  }

  read(rules: BindingRules, problems: Problem[]): SortedFunctions {
    const byName = this.functions.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    return sortedOut(
      byName.map((each) => [each.metadata.name, readRegistered(this.root, each, rules, problems)]),
    );
  }

  /** What runs a function; undefined for one that was not registered. */
  runnerOf({ name, retry }: FunctionFile, { logLevels }: HostFile): FunctionRunner | undefined {
    const registered = this.functions.find(({ metadata }) => metadata.name === name);
    const { registry, appHookData } = this;
    return (
      registered &&
      v4Runner(registered, {
        registry,
        appHookData,
        ...(retry && { retry }),
        isWritten: (level) => isWritten(logLevels, name, level),
      })
    );
  }

  /** Runs what the app does at its start. */
  async start(problems: Problem[]): Promise<void> {
    try {
      await this.registry.run('appStart', this.hookContext());
      this.isStarted = true;
    } catch (error) {
      const what = `a hook of appStart failed: ${describeError(error).message}`.replace(/[.\s]+$/, '');
      problems.push({ code: 'FUNCTION_SCRIPT_INVALID', place: 'package.json', what });
    }
  }

  /** Runs what it does at its end, once. */
  async close(): Promise<void> {
    if (!this.isStarted) return;
    this.isStarted = false;
    await this.registry.run('appTerminate', this.hookContext());
  }

  private hookContext(): object {
    return { hookData: {}, appHookData: this.appHookData, functionAppDirectory: this.root };
  }
}
