/** The messages of the protocol, in the form in which they come and go here. */

export interface ScaledObjectRef {
  readonly name?: string;
  readonly namespace?: string;
  readonly scalerMetadata?: Readonly<Record<string, string>>;
}

export interface IsActiveResponse {
  readonly result: boolean;
}

export interface GetMetricSpecResponse {
  readonly metricSpecs: readonly { readonly metricName: string; readonly targetSize: number }[];
}

export interface GetMetricsRequest {
  readonly scaledObjectRef?: ScaledObjectRef | null;
  readonly metricName?: string;
}

export interface GetMetricsResponse {
  readonly metricValues: readonly { readonly metricName: string; readonly metricValue: number }[];
}
