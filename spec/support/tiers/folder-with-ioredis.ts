import { cp, mkdir, mkdtemp, readdir, symlink } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../repository.js';

/**
 * A folder like the repository after a build, in which `ioredis` is what is installed under another name, such as
 * `ioredis-5`. It is made once, and is gone when this process ends.
 */
export function folderWithIoredis(installedAs: string): Promise<string> {
  const known = folders.get(installedAs);
  if (known) return known;
  const made = makeFolder(installedAs);
  folders.set(installedAs, made);
  return made;
}

const folders = new Map<string, Promise<string>>();

async function makeFolder(installedAs: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `redis-triggers-${installedAs}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const packages = join(folder, 'node_modules');
  await mkdir(packages);
  const names = (await readdir(join(repository, 'node_modules'))).filter((name) => name !== 'ioredis');
  const link = (target: string, name: string): Promise<void> =>
    symlink(join(repository, 'node_modules', target), join(packages, name));
  await Promise.all([...names.map((name) => link(name, name)), link(installedAs, 'ioredis')]);
  // Not as links: Node.js looks for packages beside the place that a link leads to.
  for (const name of ['dist', 'package.json', '.mocharc.cjs']) {
    await cp(join(repository, name), join(folder, name), { recursive: true, preserveTimestamps: true });
  }
  await symlink(join(repository, 'lib'), join(folder, 'lib'));
  return folder;
}
