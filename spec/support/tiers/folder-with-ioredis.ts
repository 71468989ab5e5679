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
  const link = (target: string, name = target): Promise<void> =>
    symlink(join(repository, target), join(folder, name));
  await mkdir(join(folder, 'node_modules'));
  for (const name of await readdir(join(repository, 'node_modules'))) {
    if (name !== 'ioredis') await link(`node_modules/${name}`);
  }
  await link(`node_modules/${installedAs}`, 'node_modules/ioredis');
  for (const name of await readdir(repository)) {
    if (![...copied, 'node_modules', '.git'].includes(name)) await link(name);
  }
  for (const name of copied) {
    await cp(join(repository, name), join(folder, name), { recursive: true, preserveTimestamps: true });
  }
  return folder;
}

/** Not as links: Node.js looks for packages beside the place that a link leads to. */
const copied: readonly string[] = ['dist', 'package.json'];
