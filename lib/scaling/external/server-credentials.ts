import type { ServerCredentials } from '@grpc/grpc-js';
import type { ExternalScalerOptions } from './external-scaler-options.js';
import type { Grpc } from './load-grpc.js';

/** Plain text without `tls`; with a `ca`, clients must show a certificate that it signed. */
export function serverCredentials(tls: ExternalScalerOptions['tls'], grpc: Grpc): ServerCredentials {
  if (!tls) return grpc.ServerCredentials.createInsecure();
  const pair = { cert_chain: Buffer.from(tls.cert), private_key: Buffer.from(tls.key) };
  const ca = tls.ca === undefined ? null : Buffer.from(tls.ca);
  return grpc.ServerCredentials.createSsl(ca, [pair], ca !== null);
}
