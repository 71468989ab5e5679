import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Reply } from './worker-protocol.js';
import { workerSource } from './worker-source.js';

/** Any Python understands it, and says which it is where the worker needs a newer one. */
const boot =
  "import json,os,sys;requests=os.fdopen(os.dup(0),'rb');start=json.loads(requests.readline().decode());" +
  "ROOT=start['root'];WORKER=start['worker'];" +
  "exec(compile(start['old' if sys.version_info[:2]<(3,8) else 'source'],WORKER,'exec'))";

const tooOld = "print(json.dumps({'type':'old','python':'%d.%d.%d'%tuple(sys.version_info[:3])}))";

/** One process of Python with our worker in it. Keeps this process alive only while it is held. */
export class PythonProcess {
  private readonly child: ChildProcess;
  /** Resolves when it has ended, with how: `exit code 1`, `SIGKILL`; rejects where it could not be started. */
  readonly ended: Promise<string>;

  constructor(python: string, root: string, onReply: (reply: Reply) => void) {
    this.child = spawn(python, ['-u', '-c', boot], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdin, stdout } = this.child;
    // What cannot be written any more was sent to a process that has ended, which is told by `ended`.
    stdin?.on('error', () => undefined);
    if (stdout) createInterface({ input: stdout }).on('line', (line) => onReply(JSON.parse(line) as Reply));
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      // `close`, and not `exit`: what it had written before is read by then.
      this.child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    this.ended.catch(() => undefined);
    this.send({ root, worker: '<redis-triggers worker>', source: workerSource, old: tooOld });
  }

  send(message: object): void {
    this.child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  hold(): void {
    this.child.ref();
    (this.child.stdout as Socket | null)?.ref();
  }

  release(): void {
    this.child.unref();
    (this.child.stdout as Socket | null)?.unref();
    (this.child.stdin as Socket | null)?.unref();
  }

  /** Has it end when what it runs has ended. */
  end(): void {
    this.child.stdin?.end();
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}
