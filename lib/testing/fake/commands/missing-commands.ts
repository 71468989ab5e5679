import type { VersionNumber } from '../versions.js';

/** Commands that Redis has and the fake lacks, by the version that brought them. */
const missing: readonly (readonly [since: VersionNumber, names: string, until?: VersionNumber])[] = [
  [
    6,
    'asking bgrewriteaof bgsave cluster config|rewrite debug migrate module pfdebug pfselftest psync readonly readwrite replconf save shutdown sync',
  ],
  [6, 'stralgo', 7],
  [6.2, 'failover'],
  [7, 'command|getkeysandflags'],
  [7.2, 'waitaof'],
  [8, 'vadd vcard vdim vemb vgetattr vinfo vismember vlinks vrandmember vrem vsetattr vsim'],
];

const versions = new Map(
  missing.flatMap(([since, names, until = Infinity]) =>
    names.split(' ').map((name) => [name, { since, until }] as const),
  ),
);

/** Whether Redis of this version has such a command, and the fake has not; a subcommand is `container|name`. */
export function isMissing(name: string, version: VersionNumber): boolean {
  const found = versions.get(name.toLowerCase());
  return found !== undefined && found.since <= version && version < found.until;
}

/** The commands that Redis of this version has, and the fake has not. */
export function missingCommands(version: VersionNumber): string[] {
  return [...versions.keys()].filter((name) => isMissing(name, version));
}
