export type { FunctionScale } from '../backlog/function-scale.js';
export { scaleVote, type ScaleVote } from '../backlog/scale-vote.js';
export { targetWorkerCount } from '../backlog/target-worker-count.js';
export { createScaleMonitor } from './create-scale-monitor.js';
export type { ScaleMonitor } from './scale-monitor.js';
export type { ScaleMonitorOptions } from './scale-monitor-options.js';
export { startExternalScaler, type ExternalScaler } from './external/start-external-scaler.js';
export type { ExternalScalerOptions } from './external/external-scaler-options.js';
export { metricsApiHandler, type MetricsApiOptions } from './metrics-api-handler.js';
export { kedaManifests } from './keda/keda-manifests.js';
export type { KedaManifests } from './keda/render-keda.js';
export type {
  KedaAuthenticationRef,
  KedaExternalScaler,
  KedaManifestOptions,
  KedaMetricsApi,
  KedaSecret,
} from './keda/keda-manifest-options.js';
export type {
  KedaResource,
  KedaTrigger,
  ScaledObject,
  TriggerAuthentication,
} from './keda/keda-resources.js';
