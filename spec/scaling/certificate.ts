import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate for 127.0.0.1 that signs itself, as PEM; undefined where there is no openssl to make it. */
export function makeCertificate(): { cert: Buffer; key: Buffer } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'redis-triggers-certificate-'));
  try {
    const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
    const kind = [
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '1',
    ];
    const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const { status } = spawnSync('openssl', [
      ...['req', ...kind, ...name],
      ...['-keyout', files.key, '-out', files.cert],
    ]);
    return status === 0 ? { cert: readFileSync(files.cert), key: readFileSync(files.key) } : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
