import type { ErrorCode } from '../../errors/error-codes.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { finding, type Finding } from './finding.js';

/** An option that does not do what it says on servers before a version. */
interface Requirement {
  readonly since: string;
  readonly code: ErrorCode;
  readonly isUsed: (descriptor: FunctionDescriptor) => boolean;
  /** What happens on an older server. */
  readonly what: (descriptor: FunctionDescriptor) => string;
  readonly remedy?: string;
}

/** The oldest version that the specs are run on. */
const oldest = '6.0';

/** Everything else works alike from the oldest version on; docs/list-trigger.md says what is only slower. */
const requirements: readonly Requirement[] = [
  {
    since: '7.0',
    code: 'SHARDED_CHANNELS_UNSUPPORTED',
    isUsed: (each) => each.kind === 'pubsub' && each.sharded,
    what: () => '`sharded: true` needs Redis 7.0 or later',
  },
  {
    since: '6.2',
    code: 'SERVER_UNFIT',
    isUsed: (each) =>
      each.kind === 'list' && each.delivery === 'atLeastOnce' && each.blocking && each.keys.length === 1,
    what: (each) =>
      `\`delivery: 'atLeastOnce'\` waits for elements with Redis 6.2 or later; before, an element is seen up to ${pollingOf(each)} ms late`,
    remedy:
      'Use Redis 6.2 or later, or a shorter `pollingIntervalInMs` and `blocking: false`, which says so.',
  },
];

/** What is wrong with the version of a server, for the functions of a connection; nothing where it is not known. */
export function checkVersion(
  connection: string,
  version: string | undefined,
  functions: readonly FunctionDescriptor[],
): Finding[] {
  if (version === undefined) return [];
  const end = `, and the server is ${version}`;
  if (isBefore(version, oldest)) {
    const what = `Redis ${oldest} is the oldest version that is supported${end}`;
    return [finding('SERVER_UNFIT', connection, what, 'Use a newer one.')];
  }
  return requirements
    .filter(({ since }) => isBefore(version, since))
    .flatMap(({ code, isUsed, what, remedy }) =>
      functions.filter(isUsed).map((each) => finding(code, each.id, `${what(each)}${end}`, remedy)),
    );
}

function isBefore(version: string, since: string): boolean {
  const [[major = 0, minor = 0], [wantedMajor = 0, wantedMinor = 0]] = [numbersOf(version), numbersOf(since)];
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

function numbersOf(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}

function pollingOf(descriptor: FunctionDescriptor): number {
  return descriptor.kind === 'pubsub' ? 0 : descriptor.pollingIntervalInMs;
}
