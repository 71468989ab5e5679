/** One trigger of a ScaledObject. */
export interface KedaTrigger {
  readonly type: string;
  /** The name of its value in the scaling formula. */
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly authenticationRef?: { readonly name: string };
}

interface KedaMetadata {
  readonly name: string;
  readonly namespace?: string;
}

/** The KEDA resource that says how to scale a deployment. */
export interface ScaledObject {
  readonly apiVersion: 'keda.sh/v1alpha1';
  readonly kind: 'ScaledObject';
  readonly metadata: KedaMetadata;
  readonly spec: {
    readonly scaleTargetRef: { readonly name: string };
    readonly minReplicaCount: number;
    readonly maxReplicaCount: number;
    readonly pollingInterval: number;
    readonly cooldownPeriod: number;
    readonly fallback: {
      readonly failureThreshold: number;
      readonly replicas: number;
      readonly behavior: 'currentReplicasIfHigher';
    };
    readonly advanced?: {
      readonly scalingModifiers: {
        readonly formula: string;
        readonly target: string;
        readonly activationTarget: string;
        readonly metricType: 'AverageValue';
      };
    };
    readonly triggers: readonly KedaTrigger[];
  };
}

/** The KEDA resource that says which keys of which Secret a trigger authenticates with. */
export interface TriggerAuthentication {
  readonly apiVersion: 'keda.sh/v1alpha1';
  readonly kind: 'TriggerAuthentication';
  readonly metadata: KedaMetadata;
  readonly spec: {
    readonly secretTargetRef: readonly {
      readonly parameter: string;
      readonly name: string;
      readonly key: string;
    }[];
  };
}

/** A resource that `kedaManifests` generates. */
export type KedaResource = ScaledObject | TriggerAuthentication;
