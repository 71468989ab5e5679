import type { RuntimeOptions } from '../../runtime/runtime-options.js';

/**
 * Where KEDA finds what a connection authenticates with: keys of a Kubernetes Secret, never the values. A key that is
 * named here is always used.
 */
export interface KedaSecret {
  /** The name of the Secret, in the namespace of the deployment. */
  secret: string;
  /** The Secret's key that holds the password. Default `password`; used also where the connection's text has none. */
  passwordKey?: string;
  /** The key that holds the user. Default `username`, used where the connection has a user. */
  usernameKey?: string;
  /** The key that holds the password of the Sentinels. Default `sentinelPassword`, used where the connection has one. */
  sentinelPasswordKey?: string;
  /** The key that holds the user of the Sentinels. Default `sentinelUsername`, used where the connection has one. */
  sentinelUsernameKey?: string;
  /** For a private CA: the key that holds its certificate. `tlsKey` is then needed, too. */
  caKey?: string;
  /** For client certificates: the keys that hold certificate and private key. `tlsKey` is then needed, too. */
  certKey?: string;
  keyKey?: string;
  /** The key that holds the word `enable`: KEDA takes CA and certificates only together with that. */
  tlsKey?: string;
}

/** A TriggerAuthentication that exists already. */
export interface KedaAuthenticationRef {
  triggerAuthentication: string;
}

/** The external scaler that KEDA asks about what its own scalers cannot see. */
export interface KedaExternalScaler {
  /** Where it is, as `host:port`: see `startExternalScaler`. */
  address: string;
  /** Whether it serves TLS. Default false. */
  tls?: boolean;
  /** Whether it tells of activity by itself (`external-push`), instead of at the polling interval. Default false. */
  push?: boolean;
  /** A TriggerAuthentication with `caCert`, `tlsClientCert` and `tlsClientKey`, where TLS needs them. */
  triggerAuthentication?: string;
}

/** The HTTP address that KEDA asks about what its own scalers cannot see. */
export interface KedaMetricsApi {
  /** Where `metricsApiHandler` answers, with its path, such as `http://scale-monitor.shop:8080/scale`. */
  url: string;
}

/** What `kedaManifests` takes. What it shares with `createRuntime` means the same; it connects to nothing. */
export interface KedaManifestOptions extends Pick<RuntimeOptions, 'handlers' | 'connections' | 'settings'> {
  /** The Deployment that runs the handlers. */
  deployment: string;
  /** The name of the ScaledObject, of at most 54 characters. Default: the deployment's. */
  name?: string;
  /** Default: none, so that `kubectl apply --namespace` decides. */
  namespace?: string;
  /** Default 0, or 1 where a pub/sub function has to hear what is published. */
  minReplicas?: number;
  /** Default 10. */
  maxReplicas?: number;
  /** How often KEDA looks, in seconds. Default 30. */
  pollingIntervalInSeconds?: number;
  /** How long nothing may remain before there are no replicas any more, in seconds. Default 300. */
  cooldownPeriodInSeconds?: number;
  /** By the connection's name. */
  authentication?: Readonly<Record<string, KedaSecret | KedaAuthenticationRef>>;
  /** For functions with several keys, streams, and connections whose address is not known here. */
  externalScaler?: KedaExternalScaler;
  /** The same over HTTP; one of both. */
  metricsApi?: KedaMetricsApi;
}
