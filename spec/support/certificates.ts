import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The name in the certificates of servers; no DNS knows it. */
export const certifiedName = 'redis.spec.example';

/** Whether certificates can be made here. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** A private certificate authority and what it has signed, as files in a folder of their own. */
export class Certificates {
  private readonly folder = mkdtempSync(join(tmpdir(), 'redis-triggers-certificates-'));

  constructor() {
    const subject = ['-subj', '/CN=the authority of a spec'];
    run(
      'req',
      '-x509',
      ...newKey,
      '-days',
      '2',
      ...subject,
      '-keyout',
      this.at('ca.key'),
      '-out',
      this.caFile,
    );
    writeFileSync(this.at('names'), `subjectAltName=DNS:${certifiedName}`);
    for (const owner of ['server', 'client']) this.sign(owner);
  }

  get caFile(): string {
    return this.at('ca.crt');
  }

  /** Arguments for a server that speaks TLS on this port, and wants certificates of its clients or not. */
  serverArgs(tlsPort: number, authClients: 'yes' | 'no'): string[] {
    const files = ['--tls-cert-file', this.at('server.crt'), '--tls-key-file', this.at('server.key')];
    const clients = ['--tls-ca-cert-file', this.caFile, '--tls-auth-clients', authClients];
    return ['--tls-port', `${tlsPort}`, ...files, ...clients];
  }

  /** What a client needs to believe the server. */
  get trust(): { ca: Buffer; servername: string } {
    return { ca: readFileSync(this.caFile), servername: certifiedName };
  }

  /** What a client shows to be believed. */
  get identity(): { cert: Buffer; key: Buffer } {
    return { cert: readFileSync(this.at('client.crt')), key: readFileSync(this.at('client.key')) };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private sign(owner: string): void {
    const request = this.at(`${owner}.csr`);
    const out = ['-out', this.at(`${owner}.crt`)];
    run('req', ...newKey, '-subj', `/CN=${owner}`, '-keyout', this.at(`${owner}.key`), '-out', request);
    const authority = ['-CA', this.caFile, '-CAkey', this.at('ca.key'), '-CAcreateserial'];
    run('x509', '-req', '-in', request, ...authority, '-days', '2', '-extfile', this.at('names'), ...out);
  }

  private at(name: string): string {
    return join(this.folder, name);
  }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

function run(...args: string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`);
}
