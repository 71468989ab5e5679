import type { RuntimeOptions } from '../../runtime/runtime-options.js';

/**
 * Where KEDA finds the credentials of a connection: keys of a Kubernetes Secret, never the values. A key that is named
 * here is always used.
 */
export interface KedaSecret {
  /** The name of the Secret, in the namespace of the deployment. */
  secret: string;
  /** The Secret's key that holds the password. Default `password`; used even if the connection string has none. */
  passwordKey?: string;
  /** The key that holds the user. Default `username`, used if the connection has a user. */
  usernameKey?: string;
  /** The key that holds the Sentinels' password. Default `sentinelPassword`, used if the connection has one. */
  sentinelPasswordKey?: string;
  /** The key that holds the Sentinels' user. Default `sentinelUsername`, used if the connection has one. */
  sentinelUsernameKey?: string;
  /** For a private CA: the key that holds its certificate. Also needs `tlsKey`. */
  caKey?: string;
  /** For a client certificate: the key that holds it. Also needs `keyKey` and `tlsKey`. */
  certKey?: string;
  /** For a client certificate: the key that holds its private key. */
  keyKey?: string;
  /** The key that holds the value `enable`: KEDA uses a CA and certificates only together with it. */
  tlsKey?: string;
}

/** A TriggerAuthentication that already exists. */
export interface KedaAuthenticationRef {
  /** Its name. */
  triggerAuthentication: string;
}

/** The external scaler that KEDA queries for backlogs that its own scalers cannot see. */
export interface KedaExternalScaler {
  /** Its address, as `host:port`; see `startExternalScaler`. */
  address: string;
  /** Whether it serves TLS. Default false. */
  tls?: boolean;
  /** Whether it pushes activity to KEDA (`external-push`) instead of being polled. Default false. */
  push?: boolean;
  /** A TriggerAuthentication with `caCert`, `tlsClientCert` and `tlsClientKey`, if TLS needs them. */
  triggerAuthentication?: string;
}

/** The HTTP endpoint that KEDA queries for backlogs that its own scalers cannot see. */
export interface KedaMetricsApi {
  /** The URL of `metricsApiHandler`, with its path, such as `http://scale-monitor.shop:8080/scale`. */
  url: string;
}

/** The options of `kedaManifests`. Those shared with `createRuntime` mean the same. */
export interface KedaManifestOptions extends Pick<RuntimeOptions, 'handlers' | 'connections' | 'settings'> {
  /** The name of the Deployment that runs the handlers. */
  deployment: string;
  /** The name of the ScaledObject, at most 54 characters. Default: that of the deployment. */
  name?: string;
  /** The namespace of the resources. Default: none, so `kubectl apply --namespace` decides. */
  namespace?: string;
  /** The minimum number of replicas. Default 0, or 1 if there is a pub/sub function, which must not miss messages. */
  minReplicas?: number;
  /** The maximum number of replicas. Default 10. */
  maxReplicas?: number;
  /** How often KEDA polls, in seconds. Default 30. */
  pollingIntervalInSeconds?: number;
  /** How long there must be no backlog before KEDA scales to zero, in seconds. Default 300. */
  cooldownPeriodInSeconds?: number;
  /** How KEDA authenticates, by connection name. */
  authentication?: Readonly<Record<string, KedaSecret | KedaAuthenticationRef>>;
  /** For functions with several keys, for streams, and for connections whose address is not known here. */
  externalScaler?: KedaExternalScaler;
  /** The same over HTTP; use one or the other. */
  metricsApi?: KedaMetricsApi;
}
