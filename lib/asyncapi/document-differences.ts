/** A place in which two documents differ; a member is left out where its document has nothing there. */
export interface Difference {
  /** A JSON pointer. */
  readonly path: string;
  readonly inFile?: unknown;
  readonly inHandlers?: unknown;
}

/** Where a document in a file is not what the handlers say. The order of members means nothing. */
export function documentDifferences(inFile: unknown, inHandlers: unknown, path = ''): Difference[] {
  if (!isContainer(inFile) || !isContainer(inHandlers) || Array.isArray(inFile) !== Array.isArray(inHandlers))
    return Object.is(inFile, inHandlers) ? [] : [{ path, inFile, inHandlers }];
  const names = new Set([...Object.keys(inFile), ...Object.keys(inHandlers)]);
  return [...names].flatMap((name): Difference[] => {
    const at = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!Object.hasOwn(inFile, name)) return [{ path: at, inHandlers: inHandlers[name] }];
    if (!Object.hasOwn(inHandlers, name)) return [{ path: at, inFile: inFile[name] }];
    return documentDifferences(inFile[name], inHandlers[name], at);
  });
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
