import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { benchFolder } from './bench-folder.js';

/** Installs the packages of `bench/package.json` where they are not; says so. */
export function installPeers(say: (text: string) => void): void {
  if (existsSync(`${benchFolder}/node_modules/bullmq`)) return;
  say('Installing the packages of bench/package.json (npm ci --prefix bench) ...');
  const { status, stderr } = spawnSync('npm', ['ci', '--prefix', benchFolder], {
    cwd: benchFolder,
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new Error(`npm ci --prefix bench failed; measure without them by --no-peers.\n${stderr}`);
}
