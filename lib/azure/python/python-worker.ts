import type { AppResource } from '../function-app.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { backoffDelay } from '../../time/backoff.js';
import { systemClock } from '../../time/system-clock.js';
import { PythonProcess } from './python-process.js';
import type { InvokeRequest, LoadRequest, Reply, WireError, WireLog } from './worker-protocol.js';

/** What is sent for a call; the worker gives it its number. */
export type PythonCall = Omit<InvokeRequest, 'type' | 'id'>;

export type PythonResult = Extract<Reply, { type: 'result' }>;

interface PendingCall {
  readonly place: string;
  readonly onLog: (line: WireLog) => void;
  readonly resolve: (result: PythonResult) => void;
  readonly reject: (error: Error) => void;
}

/** What became of loading one function. */
export type Loaded = Extract<Reply, { type: 'loaded' | 'loadError' }>;

/** How long a process may take to end by itself. */
const patienceInMs = 5_000;

/**
 * Runs the Python functions of an app, several calls at a time, in one process. When that ends, the calls that it had fail,
 * and the next one starts another, which waits longer after each end in a row.
 */
export class PythonWorker implements AppResource {
  private opened?: Promise<PythonProcess>;
  private readonly calls = new Map<number, PendingCall>();
  private functions: readonly LoadRequest[] = [];
  private loading = new Map<string, (loaded: Loaded) => void>();
  private numbers = 0;
  private endsInARow = 0;
  private isClosed = false;
  /** The version of a Python that the worker cannot run in. */
  private tooOld?: string;

  constructor(
    private readonly python: string,
    private readonly root: string,
  ) {}

  /** Starts the process and has it load functions. Rejects where there is no such program. */
  async start(functions: readonly LoadRequest[]): Promise<readonly Loaded[]> {
    this.functions = functions;
    let loaded: readonly Loaded[] = [];
    this.opened = this.open((results) => (loaded = results));
    await this.opened;
    return loaded;
  }

  /** Calls a function. Rejects with the exception that it raised, or with PYTHON_ENDED. */
  async call(call: PythonCall, place: string, onLog: (line: WireLog) => void): Promise<PythonResult> {
    const process = await (this.opened ??= this.reopen());
    const id = this.numbers++;
    return new Promise((resolve, reject) => {
      if (this.calls.size === 0) process.hold();
      this.calls.set(id, { place, onLog, resolve, reject });
      process.send({ type: 'invoke', id, ...call } satisfies InvokeRequest);
    });
  }

  /** Lets the process end what it runs, and resolves when it has ended. */
  async close(): Promise<void> {
    this.isClosed = true;
    const process = await this.opened?.catch(() => undefined);
    if (!process) return;
    process.hold();
    process.end();
    const ended = new AbortController();
    const kill = async (): Promise<void> => {
      await systemClock.sleep(patienceInMs, ended.signal);
      if (!ended.signal.aborted) process.kill();
    };
    void kill();
    await process.ended;
    ended.abort();
  }

  private async reopen(): Promise<PythonProcess> {
    await systemClock.sleep(backoffDelay(this.endsInARow));
    try {
      return await this.open(() => undefined);
    } catch (error) {
      this.endsInARow += 1;
      delete this.opened;
      throw error;
    }
  }

  /** A process that has loaded all functions. */
  private async open(onLoaded: (results: readonly Loaded[]) => void): Promise<PythonProcess> {
    if (this.isClosed) throw ended(this.root, 'was closed', 'before the call');
    const process = new PythonProcess(this.python, this.root, (reply) => this.hear(reply, process));
    const loads = this.functions.map(
      (each) =>
        new Promise<Loaded>((resolve) => {
          this.loading.set(each.name, resolve);
          process.send(each);
        }),
    );
    const failed = process.ended.then((how) => {
      if (this.tooOld !== undefined)
        throw new Error(`it is Python ${this.tooOld}, and the oldest that can run them is 3.8`);
      throw ended(this.root, how, 'before it had loaded the functions');
    });
    failed.catch(() => undefined);
    onLoaded(await Promise.race([Promise.all(loads), failed]));
    void process.ended.then((how) => this.lost(how));
    process.release();
    return process;
  }

  private hear(reply: Reply, process: PythonProcess): void {
    switch (reply.type) {
      case 'ready':
        return;
      case 'old':
        this.tooOld = reply.python;
        return;
      case 'loaded':
      case 'loadError':
        this.loading.get(reply.name)?.(reply);
        return;
      case 'log':
        this.log(reply);
        return;
      case 'result':
      case 'error':
        this.settle(reply, process);
    }
  }

  private settle(reply: Extract<Reply, { type: 'result' | 'error' }>, process: PythonProcess): void {
    const call = this.calls.get(reply.id);
    this.calls.delete(reply.id);
    this.endsInARow = 0;
    if (this.calls.size === 0 && !this.isClosed) process.release();
    if (reply.type === 'result') call?.resolve(reply);
    else call?.reject(exceptionOf(reply.error));
  }

  /** A line that no call logged is of the import of a module, or of a thread that the app has started. */
  private log(line: WireLog): void {
    const call = line.id === null ? undefined : this.calls.get(line.id);
    if (call) call.onLog(line);
    else process.stderr.write(`python ${line.level} ${line.logger}: ${line.message}\n`);
  }

  private lost(how: string): void {
    this.endsInARow += 1;
    delete this.opened;
    const calls = [...this.calls.values()];
    this.calls.clear();
    for (const { place, reject } of calls) reject(ended(place, how, 'while it ran the function'));
  }
}

/** An exception of Python as an error, with its traceback in the place of a stack. */
function exceptionOf({ type, message, stack }: WireError): Error {
  const error = new Error(message);
  Object.defineProperty(error, 'name', { value: type, configurable: true });
  Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
  return error;
}

function ended(place: string, how: string, when: string): RedisTriggersError {
  return new RedisTriggersError({
    code: 'PYTHON_ENDED',
    place,
    what: `the Python process ended (${how}) ${when}`,
  });
}
