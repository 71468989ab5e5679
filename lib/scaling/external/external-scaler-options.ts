import type { ScaleMonitor } from '../scale-monitor.js';

/** What `startExternalScaler` takes. */
export interface ExternalScalerOptions {
  /** Whose functions KEDA may ask for. It stays open when the scaler stops. */
  monitor: ScaleMonitor;
  /** The port to listen on; 0 for a free one. Default 6000. */
  port?: number;
  /** The address to listen on. Default `0.0.0.0`: KEDA calls from another pod. */
  host?: string;
  /** To serve TLS: certificate and key as PEM. With `ca`, clients must show a certificate that it signed. */
  tls?: { cert: string | Buffer; key: string | Buffer; ca?: string | Buffer };
}
