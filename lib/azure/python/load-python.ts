import { describeError } from '../../errors/describe-error.js';
import type { Problem } from '../../errors/problem.js';
import type { FunctionFile } from '../folder/function-file.js';
import { PythonWorker, type Loaded } from './python-worker.js';
import type { LoadRequest } from './worker-protocol.js';

/** The worker of an app, and how loading each of its functions went. */
export interface LoadedPython {
  readonly worker: PythonWorker;
  readonly loaded: ReadonlyMap<string, Loaded>;
}

/** Starts Python with the functions that are written in it; undefined where it does not start, which is a problem. */
export async function loadPython(
  root: string,
  files: readonly FunctionFile[],
  python: string,
  problems: Problem[],
): Promise<LoadedPython | undefined> {
  const worker = new PythonWorker(python, root);
  try {
    const loaded = await worker.start(files.flatMap((file) => loadRequest(root, file)));
    for (const each of loaded) if (each.type === 'loadError') problems.push(notLoaded(each, files));
    return { worker, loaded: new Map(loaded.map((each) => [each.name, each])) };
  } catch (error) {
    problems.push(noPython(files, python, error));
    return undefined;
  }
}

function loadRequest(root: string, { name, folder, script, bindings }: FunctionFile): LoadRequest[] {
  if (!script) return [];
  const { file, entryPoint = null } = script;
  const named = bindings.map(({ name, direction }) => ({ name, direction }));
  return [{ type: 'load', root, name, folder, file, entryPoint, bindings: named }];
}

function notLoaded(
  { name, error }: Extract<Loaded, { type: 'loadError' }>,
  files: readonly FunctionFile[],
): Problem {
  const file = files.find((each) => each.name === name);
  const { type, message, stack } = error;
  const where = /File "[^"]*", line \d+/g.exec(
    stack.split('\n').findLast((line) => line.includes('File "')) ?? '',
  );
  const what = `the script ${file?.script?.file ?? ''}: ${type === '' ? message : `${type}: ${message}`}${where ? ` (${where[0]})` : ''}`;
  const remedy = 'Correct the script; `entryPoint` names its function where that is not main.';
  return {
    code: 'FUNCTION_SCRIPT_INVALID',
    place: file?.place ?? name,
    what: what.replace(/[.\s]+$/, ''),
    remedy,
  };
}

function noPython(files: readonly FunctionFile[], python: string, error: unknown): Problem {
  const { message, code } = describeError(error);
  const names = files.map(({ name }) => name).join(', ');
  const reason = code === 'ENOENT' ? 'there is no such program' : message;
  const what = `${python}, which is to run the functions ${names}, does not start: ${reason}`;
  return { code: 'PYTHON_MISSING', place: files[0]?.place ?? 'python', what };
}
