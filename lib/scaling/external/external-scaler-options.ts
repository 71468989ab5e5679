import type { ScaleMonitor } from '../scale-monitor.js';

/** The options of `startExternalScaler`. */
export interface ExternalScalerOptions {
  /** The monitor whose functions KEDA can query. It stays open when the scaler stops. */
  monitor: ScaleMonitor;
  /** The port to listen on; 0 for any free one. Default 6000. */
  port?: number;
  /** The address to listen on. Default `0.0.0.0`: KEDA calls from another pod. */
  host?: string;
  /** To serve TLS: certificate and key as PEM. With `ca`, clients must present a certificate signed by it. */
  tls?: { cert: string | Buffer; key: string | Buffer; ca?: string | Buffer };
  /** The most bytes of one request; a longer one is answered with RESOURCE_EXHAUSTED. Default 65,536. */
  maxRequestBytes?: number;
  /** The most `StreamIsActive` calls at once; further ones are answered with RESOURCE_EXHAUSTED. Default 1,000. */
  maxStreams?: number;
}
